"""Words that have a capital for other reasons than being a name: sentences begin, titles, months.

Written for this project. A capitalised word that is neither here nor an inflected form like it may be a name.
"""

from __future__ import annotations

from functools import cache

_WORDS = """
a able about above according account accounts across act action activity actually add additional address
after again against age ago agree ahead air all allow almost alone along already also although always am
among amount an and annual another answer any anyone anything app apart apparently apple application apply
approximately apt are area around article articles as aside ask assume at attention author available avenue
average away baby back bad bag ball bank bar base based basic battery be because bed been before begin
behind being believe below besides best better between beyond big bill bird birthday bit black blue board
boat body book books both bottle bought box boy boys bread break breakfast bring brother brothers brown
build building bus business but buy by cake call came can cannot capital car card cards care careful case
cat cats cause celebrating cell center central certain chair change chapter chat check chief child children
choose church city claim class classic clean clear click close club code coffee cold color come comedy
coming common company compare compute computer conference consider contact contain content context continue
cookies cool copy corner correct cost costs could count country couple course cover create credit currently
customer cut daily dance data date dates day days dear decide deep default define degree demo department
depending describe description design despite determine did different dimensions dinner discount discover
disk do doctor document does dog dogs doing dollar dollars done door double down dr draw dream drink drive
due during each early earlier earth east easy eat edit education effect egg eggs either else email emergency
empty end energy engine english enjoy enough ensure enter entertainment error essay even evening event ever
every everybody everyone everything exactly example excellent except excuse expert explain extra eye face
fact fair fall family famous far farm fast father favorite fax feature feel few field figure file files fill
final finally find fine fire first fish five fix flight floor fly focus follow following food foot for
forest forget form former forward found four fox free fresh friend friends from front fruit full fun
function further future game games garden gas general generally generate get getting gift gifts girl girls
give given gives glad go goal god going gold golden good got government grade grand great green group grow
guess guide guy guys had hair half hall hand happy hard has hat hate have having he head health hear heart
heavy hello help helpful hence her here hers herself hey hi high hill him himself his history hit hobbits
hold holiday home honestly hope horse hospital hot hotel hour hours house how however human hundred hurry i
ice id idea identify if ignore image imagine immediately important in inc include including income indeed
index individual info information initially inject input insert inside instead institute insurance interest
international internet interview into invoice is island issue it item items its itself job join journal
journey just keep key kid kids kind king kitchen know knowledge label labor lady lake land language large
last lastly late later latest law lead learn least leave left legal lemon less lesson let letter letters
level library life light like likewise limit limited line link list listen little live loan local log login
long look lord lost lot love low luck lunch machine made magic mail main make male man manager many map
market master match math matter maximum maybe me meal mean meanwhile measure media medical meet meeting
member members memory men menu message messages met method middle might mile milk million mind mine minimum
minute minutes miss mission mobile model modern mom moment money month monthly months moon more moreover
morning most mother mountain mouse move movie mr mrs ms much museum music must my myself name names national
natural nature near nearly necessary need neither net network never nevertheless new news newspaper next
nice night nine no nobody none nor normal north not note notes nothing notice now number numbers ocean of
off offer office official often oh oil ok okay old on once one ones online only open option options or
orange order orders organization original other others otherwise ought our ours out output outside over
overall own page paid paper parent parents park part parts party pass password past path pay payment
pedestrians pen people per percent perfect perhaps person personal phone photo picture piece pizza place
plan plane plant play player please plus point policy political poor pop population position possible post
potatoes pound power practice prepare present president press pretty previous price primary print private
probably problem process produce product profit program project property provide public pull purchase pure
put question questions quick quickly quiet quite radio rain range rate rather read ready real really reason
recent recently recipe record red regarding region release remaining remember remove rent repeat reply
report request require research respond response rest restaurant result results return review rice rich
right rights river road rock room round row royal rule rules run safe said sale same sandwich save saw say
says scale scene school science score sea search season seat second secret section security see seem select
self sell send senior sentence series service services set seven several shall share she sheet ship shirt
shop short should show shows side sign silver similar simple simply since sing single sir sister sisters sit
six size sky small snow so social society solution solve some somebody someone something sometimes song
songs soon sorry sound source south space speak special specific speed spend sport sports spot spring square
staff stage stand standard star start started state statement states station status stay step still stock
stop store stories story straight strange street strong student students study style subject submit success
such suddenly suggest suite sum summarize summary summer sun super supply support suppose sure surely system
table take talk tall tax taxi tea teach teacher team tech technical tell ten term test text than thank
thanks that the their theirs them themselves then there therefore these they thing things think third this
those though thousand three through throughout thus ticket time times tip title to today together tomorrow
tonight too top topic total toward town toy track traffic train transaction translate travel tree trees trip
trouble truck true truly trust try turn twelve twenty twice two type uncle under understand unfortunately
union unit united university unless until up update upon us use used useful user username using usually
value various very via video view village visit voice wait walk wall want war warm warning was wash watch
water way we weather web website week weekend weekly weeks weight welcome well went were west what whatever
when whenever where whereas whether which while white who whoever whole whom whose why wide wife wild will
win wind window wine winter with within without woman women wonder wonderful wood word words work worker
working world worse worst would write writer writing written wrong year years yellow yes yesterday yet you
young your yours yourself youth zero zone zoo january february march april may june july august september
october november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday
friday saturday sunday mon tue wed thu fri sat easter christmas halloween thanksgiving hanukkah ramadan eid
valentine api ai ascii aws bash bios cpu css csv db dns excel facebook faq ftp git github gmail google gpu
gui html http https ide ios iphone ipad instagram ip iso java javascript json kubernetes linkedin linux llm
mac microsoft mysql netflix nlp node openai oracle os outlook pdf php png postgres powerpoint python react
reddit redis ruby rust sdk sql ssh ssl swift tcp telegram tls twitter typescript udp unicode unix uri url
usb utf vpn wifi whatsapp wikipedia windows xml yaml youtube zoom docker kafka nginx angular django flask
android chatgpt gpt copilot slack teams spotify uber amazon tesla paypal visa mastercard iban bic ssn vat
port delete null false def import const var void int string bool float async await lambda catch throw ceo
cto cfo hr pr vp phd mba md usd eur gbp pm est pst utc gmt tv dvd cd dj ids mars venus jupiter saturn bible
quran jesus christ olympics nobel renaissance employee patient tenant guest passenger nurse driver owner
sender recipient applicant candidate witness freundlichen grussen grusse liebe lieber sehr geehrte geehrter
hallo guten danke bitte ich wir sie der die das bonjour cordialement merci hola gracias saludos estimado
estimada querido querida ciao grazie saluti groeten hej tack halsningar obrigado photoshop illustrator
indesign figma jira confluence notion trello asana salesforce hubspot zendesk shopify wordpress drupal
magento laravel symfony golang kotlin scala haskell erlang elixir clojure perl fortran cobol matlab tableau
snowflake databricks bigquery redshift postgresql mongodb mariadb sqlite elasticsearch kibana grafana
prometheus terraform ansible jenkins gitlab bitbucket vscode intellij pycharm eclipse xcode unity unreal
blender autocad tensorflow pytorch keras numpy pandas scipy spark hadoop airflow fastapi nextjs vue svelte
tailwind bootstrap webpack npm yarn maven gradle discord twitch tiktok snapchat pinterest quora substack
bitcoin ethereum dogecoin solana latex markdown toml lua minecraft fortnite roblox nintendo playstation xbox
downtown cluster lol yeah yall lmao omg wtf dude dudes fuck shit damn kick breathe woke liberal personality
categories category equalizer shy amid beneath yo nah hmm wow oops ouch ugh haha yep nope handwritten
attached enclosed reminder agenda attendees absent reservation booking checkout arrival departure boarding
gate terminal platform
software hardware marketing finance accounting engineering operations procurement compliance payroll
logistics advertising administration reception analytics residents
samsung toyota honda ford bmw audi porsche volkswagen nike adidas ikea walmart disney pixar marvel
"""

#: Endings of words that are hardly ever names.
SUFFIXES = (
    "ing", "tion", "sion", "ment", "ness", "able", "ible", "ful", "less", "ally", "edly", "ously", "ical",
    "ized", "ised", "ology", "ities", "ists", "isms", "ism", "ively", "ative", "ware", "ship", "hood", "ance",
    "ence", "ious",
)  # fmt: skip


@cache
def common_words() -> frozenset[str]:
    """Words that alone are no names."""
    # By way of a set, for that takes half of the memory that a set takes which has grown.
    return frozenset(set(_WORDS.split()))
