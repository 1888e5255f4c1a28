"""Family names that are usual in many countries, without accents: beside an unknown word they make it a name.

Written for this project. Those that are ordinary words of English are left out; alone they are no sign.
"""

from __future__ import annotations

from functools import cache

_ENGLISH = """
smith johnson williams jones garcia davis rodriguez martinez hernandez lopez gonzalez wilson anderson
thompson robinson walker sanchez ramirez lewis wright torres nguyen flores adams nelson rivera campbell
mitchell roberts gomez phillips evans turner diaz edwards collins reyes stewart morris morales murphy
gutierrez ortiz morgan peterson bailey kelly howard ramos richardson watson brooks chavez bennett mendoza
ruiz hughes alvarez castillo sanders patel myers foster jimenez powell jenkins russell sullivan bell coleman
butler henderson barnes gonzales fisher vasquez simmons jordan patterson reynolds hamilton graham wallace
gibson mcdonald mcdonnell marshall harrison freeman wells webb simpson stevens tucker porter hicks crawford
boyd kennedy shaw holmes robertson fox henry gardner dixon gordon hunt black palmer wagner robbins nichols
knight ferguson hawkins dunn perkins hudson spencer stephens payne pierce berry matthews arnold willis
watkins olson carroll duncan snyder cunningham bradley lane andrews harper riley armstrong carpenter weaver
greene lawrence elliott sims austin peters kelley franklin lawson fields ryan schmidt carr vaughn whitfield
thornton abernathy blackwood fitzgerald fitzpatrick holloway whitaker hathaway mcallister mckenzie mckinney
mccarthy mccoy mclean mcgee mcintyre macdonald mackenzie maclean sinclair buchanan cameron drummond forsyth
galbraith oconnor obrien oneill oreilly omalley odonnell osullivan byrne gallagher doherty kavanagh brennan
burke molloy nolan quinn sweeney walsh hennessy keane griffiths llewellyn davies pritchard rhys vaughan
ashworth atkinson barlow barrett beaumont blackburn bradshaw braithwaite briggs broadbent burgess chadwick
clarke cartwright clayton cooke crossley dawson eastwood entwistle farrell fletcher garrett gilbert goddard
goodwin greenwood hancock hargreaves harding hardy haworth hayes heath hewitt higgins hobbs hodgson holden
holland hopkins horton houghton humphreys hutchinson ingram jarvis jennings kirk lambert leach lowe lucas
lynch maddox mellor middleton morton moss neville nicholson norris osborne parkinson parsons pearson potter
preston radcliffe ramsay rhodes rowe sanderson sheppard shepherd skinner stafford steele sutton swift sykes
thorne tomlinson townsend underwood vickers wadsworth walton warner watts weston wheeler whittaker wilkins
wilkinson winter woodward yates rosenthal rosenberg goldberg goldstein silverstein cohen levy friedman
kaplan katz shapiro weinstein feldman
"""

_EUROPEAN = """
muller schmidt schneider fischer weber meyer wagner becker schulz hoffmann schafer koch bauer richter klein
wolf schroder neumann schwarz zimmermann braun kruger hofmann hartmann lange schmitt werner krause meier
lehmann schmid schulze maier kohler herrmann konig walter mayer huber kaiser fuchs peters lang scholz moller
weiss jung hahn schubert vogel friedrich keller gunther frank berger winkler roth beck lorenz baumann franke
albrecht schuster simon ludwig bohm winter kraus martin schumacher kramer vogt stein jager otto sommer gross
seidel heinrich brandt haas schreiber graf schulte dietrich ziegler kuhn pohl engel horn busch bergmann
thomas voigt sauer arnold wolff pfeiffer baumgartner gruber moser steiner egger achterberg vandermeer
vandenberg bernard dubois robert richard petit durand leroy moreau laurent lefebvre michel garcia david
bertrand roux vincent fournier morel girard andre lefevre mercier dupont lambert bonnet francois martinez
legrand garnier faure rousseau blanc guerin henry roussel nicolas perrin morin mathieu clement gauthier
dumont lopez fontaine chevalier robin masson sanchez gerard nguyen boyer denis lemaire duval joly gautier
roger roche roy noel lucas meunier jean perez marchand dufour blanchard marie barbier brun dumas brunet
leroux colas delacroix deschamps rossi russo ferrari esposito bianchi romano colombo ricci marino greco
bruno gallo conti deluca costa giordano mancini rizzo lombardi moretti barbieri fontana santoro mariani
rinaldi caruso ferrara galli martini leone longo gentile martinelli vitale lombardo serra coppola desantis
dangelo marchetti parisi villa conte ferraro fabbri bianco marini grasso valentini messina sala gatti
pellegrini palumbo sanna farina rizzi monti cattaneo gonzalez rodriguez fernandez gomez jimenez ruiz
hernandez diaz moreno munoz alvarez romero alonso gutierrez navarro torres dominguez vazquez ramos gil
ramirez serrano blanco molina morales suarez ortega delgado castro ortiz rubio marin sanz nunez iglesias
medina garrido cortes castillo santos lozano guerrero cano prieto mendez cruz calvo gallego herrera vidal
leon marquez pena flores cabrera campos vega fuentes carrasco diez reyes caballero nieto aguilar pascual
santana herrero montero lorenzo hidalgo gimenez ibanez ferrer duran santiago benitez mora vicente vargas
arias carmona crespo roman pastor soto saez velasco quintanilla castellanos zamora salazar espinoza
contreras guzman rojas valencia acosta cardenas figueroa silva ferreira pereira oliveira rodrigues martins
jesus sousa fernandes goncalves gomes lopes marques alves almeida ribeiro pinto carvalho teixeira moreira
correia mendes nunes soares vieira monteiro cardoso rocha raposo neves coelho cunha pires reis simoes
antunes matos fonseca machado araujo barbosa tavares lima nascimento souza cavalcanti jong jansen vries berg
bakker dijk visser janssen smit meijer boer mulder groot bos vos hendriks leeuwen dekker brouwer wit
dijkstra smits graaf meer linden kok jacobs haan vermeulen heuvel veen broek schouten willems hoekstra
verhoeven koster maes peeters claes wouters goossens mertens andersson johansson karlsson nilsson eriksson
larsson olsson persson svensson gustafsson pettersson jonsson jansson hansson bengtsson lindberg jakobsson
magnusson lindstrom lindqvist lindgren berglund fredriksson sandberg henriksson forsberg sjoberg wallin
engstrom eklund danielsson lundin hakansson bjork bergman hansen johansen olsen larsen andersen pedersen
nilsen kristiansen jensen karlsen johnsen pettersen eriksen haugen hagen johannessen andreassen jacobsen
dahl halvorsen henriksen lund solberg moen strand nielsen christensen rasmussen sorensen petersen madsen
kristensen olesen thomsen christiansen poulsen knudsen mortensen korhonen virtanen makinen nieminen makela
hamalainen laine heikkinen koskinen jarvinen lehtonen lehtinen saarinen salminen heinonen niemi heikkila
kinnunen salonen turunen salo laitinen tuominen rantanen
"""

_OTHERS = """
nowak kowalski wisniewski dabrowski dabrowska lewandowski wojcik kaminski kowalczyk zielinski szymanski
wozniak kozlowski jankowski mazur wojciechowski kwiatkowski krawczyk kaczmarek piotrowski grabowski zajac
pawlowski michalski krol wieczorek jablonski novak svoboda novotny dvorak cerny prochazka kucera vesely
horak nemec horvat horvath kovacs kovac szabo toth varga kiss molnar nemeth farkas balogh papp takacs juhasz
popescu ionescu popa radu dumitru stan stoica gheorghe matei ciobanu rusu ivanov ivanova petrov petrova
dimitrov georgiev smirnov kuznetsov popov vasiliev sokolov mikhailov novikov fedorov morozov volkov volkova
alekseev lebedev semenov egorov pavlov kozlov stepanov nikolaev orlov makarov zakharov shevchenko kovalenko
bondarenko tkachenko kravchenko boyko melnyk kovalchuk jovanovic petrovic nikolic markovic djordjevic
stojanovic ilic stankovic papadopoulos pappas georgiou dimitriou nikolaidis yilmaz kaya demir celik sahin
yildiz yildirim ozturk aydin ozdemir arslan dogan kilic aslan cetin kara koc kurt ozkan simsek polat wang li
zhang liu chen yang zhao huang zhou wu xu sun zhu ma hu guo lin he gao liang zheng luo song xie tang han cao
deng xiao feng zeng cheng cai peng pan yuan dong su jiang lu tan lau wong chan cheung leung ng yip tsang kim
lee park choi jung kang cho yoon jang lim shin seo kwon hwang ahn ryu hong moon baek nam sato suzuki
takahashi tanaka watanabe ito yamamoto nakamura kobayashi kato yoshida yamada sasaki yamaguchi matsumoto
inoue kimura hayashi shimizu saito yamazaki mori abe ikeda hashimoto ishikawa nakajima maeda fujita ogawa
goto okada hasegawa murakami kondo ishii sakamoto endo aoki fujii nishimura fukuda ota miura tran pham hoang
huynh phan vu dang bui ngo duong singh kumar sharma gupta verma shah mehta reddy rao nair iyer menon pillai
chatterjee mukherjee banerjee das bose sen ghosh roy chowdhury desai joshi kulkarni deshpande agarwal mishra
pandey tiwari yadav chauhan thakur khan ahmed hussain malik sheikh qureshi siddiqui ansari chaudhry bhatt
kapoor khanna malhotra chopra bhatia venkataraman subramanian krishnan raman naidu hegde shetty fernando
perera silva jayawardena ali hassan hussein mohamed mohammed ibrahim abdullah abdi omar osman salem saleh
mansour haddad khoury nasser farah aziz rahman karim hamid rashid nasr sharif amin bakr najjar sayegh
farahani hosseini ahmadi mohammadi karimi rezaei moradi jafari tehrani okafor okonkwo adeyemi adebayo
ogunleye okoro eze nwosu obi achebe balogun afolabi mensah owusu boateng asante osei appiah agyeman kamau
mwangi otieno ochieng wanjiru njoroge kimani mutua dlamini nkosi ndlovu khumalo mokoena zulu mbeki mandela
sithole moyo ncube phiri banda tesfaye bekele haile abebe diallo traore keita diop ndiaye sow camara toure
kone coulibaly mbappe tshabalala
"""


@cache
def surnames() -> frozenset[str]:
    """Names that persons have behind their given names."""
    return frozenset(f"{_ENGLISH}{_EUROPEAN}{_OTHERS}".split())
