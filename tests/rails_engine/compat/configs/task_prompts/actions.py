from nemoguardrails.actions import action
from nemoguardrails.actions.llm.utils import llm_call
from nemoguardrails.llm.taskmanager import LLMTaskManager
from nemoguardrails.rails.llm.config import RailsConfig


@action(is_system_action=True)
async def check_politeness(
    llms, llm_task_manager: LLMTaskManager, config: RailsConfig, context: dict, judge_llm=None
):
    task = "check_politeness"
    prompt = llm_task_manager.render_task_prompt(
        task=task, context={"user_input": context["user_message"], "strictness": "strict"}
    )
    assert prompt[0]["type"] == "system"
    answer = await llm_call(
        llms["judge"],
        prompt,
        stop=llm_task_manager.get_stop_tokens(task=task),
        llm_params={
            "temperature": config.lowest_temperature,
            "max_tokens": llm_task_manager.get_max_tokens(task),
        },
    )
    if llm_task_manager.has_output_parser(task):
        result = llm_task_manager.parse_task_output(task, output=answer)
    is_safe, *_ = result
    return is_safe
