"""Countries, big cities, regions, and the names of peoples, in English, without accents.

Written for this project; towns that are also ordinary words are left out.
"""

from __future__ import annotations

from functools import cache

#: Names of several words are joined by ``_``.
_COUNTRIES = """
afghanistan albania algeria andorra angola antigua argentina armenia aruba australia austria azerbaijan
bahamas bahrain bangladesh barbados belarus belgium belize benin bermuda bhutan bolivia bosnia
bosnia_and_herzegovina botswana brazil brasil brunei bulgaria burkina_faso burundi cambodia cameroon canada
cape_verde cayman_islands chad chile china colombia comoros congo costa_rica croatia cuba curacao cyprus
czechia czech_republic denmark djibouti dominica dominican_republic east_timor ecuador egypt el_salvador
england equatorial_guinea eritrea estonia eswatini ethiopia faroe_islands fiji finland france
french_polynesia gabon gambia georgia germany deutschland ghana gibraltar great_britain greece greenland
grenada guadeloupe guam guatemala guernsey guinea guinea-bissau guyana haiti holland honduras hong_kong
hungary iceland india indonesia iran iraq ireland isle_of_man israel italy italia ivory_coast jamaica japan
jersey jordan kazakhstan kenya kiribati kosovo kuwait kyrgyzstan laos latvia lebanon lesotho liberia libya
liechtenstein lithuania luxembourg macau macedonia madagascar malawi malaysia maldives mali malta martinique
mauritania mauritius mexico micronesia moldova monaco mongolia montenegro morocco mozambique myanmar burma
namibia nauru nepal netherlands new_caledonia new_zealand nicaragua niger nigeria north_korea
northern_ireland norway oman pakistan palau palestine panama papua_new_guinea paraguay peru philippines
poland portugal puerto_rico qatar reunion romania russia rwanda samoa san_marino saudi_arabia scotland
senegal serbia seychelles sierra_leone singapore slovakia slovenia solomon_islands somalia south_africa
south_korea korea south_sudan spain espana sri_lanka sudan suriname svalbard swaziland sweden switzerland
syria taiwan tajikistan tanzania thailand togo tonga trinidad tunisia turkey turkmenistan tuvalu uganda
ukraine united_arab_emirates united_kingdom united_states united_states_of_america uruguay uzbekistan
osterreich schweiz suisse svizzera frankreich espagne allemagne angleterre italie alemania francia
inglaterra nederland belgie belgique sverige norge danmark suomi polska cesko magyarorszag hrvatska srbija
turkiye estados_unidos reino_unido royaume-uni etats-unis grossbritannien vanuatu vatican venezuela vietnam
wales yemen zambia zimbabwe usa uk uae u.s. u.s.a. u.k.
"""

_CITIES = """
ciudad_de_mexico london paris berlin madrid rome roma vienna wien lisbon lisboa dublin amsterdam rotterdam
utrecht eindhoven groningen the_hague brussels bruxelles antwerp ghent bruges liege copenhagen kobenhavn
aarhus odense aalborg esbjerg stockholm gothenburg goteborg malmo uppsala linkoping orebro vasteras
helsingborg norrkoping jonkoping umea lund boras oslo bergen trondheim stavanger drammen tromso bodo
kristiansand helsinki espoo tampere vantaa oulu turku jyvaskyla lahti kuopio reykjavik akureyri kopavogur
hafnarfjordur keflavik nuuk tallinn tartu riga vilnius kaunas warsaw warszawa krakow cracow lodz wroclaw
poznan gdansk szczecin bydgoszcz lublin katowice bialystok gdynia prague praha brno ostrava plzen liberec
olomouc bratislava kosice budapest debrecen szeged miskolc pecs gyor ljubljana maribor celje zagreb split
rijeka osijek zadar dubrovnik sarajevo belgrade beograd skopje sofia plovdiv varna bucharest cluj timisoara
athens thessaloniki patras istanbul ankara izmir antalya bursa moscow saint_petersburg st_petersburg
novosibirsk yekaterinburg kazan grozny kyiv kiev kharkiv odessa lviv minsk chisinau tbilisi yerevan baku
tirana pristina podgorica munich munchen hamburg cologne koln frankfurt stuttgart dusseldorf dortmund essen
leipzig bremen dresden hanover hannover nuremberg nurnberg duisburg bochum wuppertal bielefeld bonn munster
karlsruhe mannheim augsburg wiesbaden kiel lubeck rostock freiburg mainz erfurt kassel potsdam heidelberg
zurich geneva geneve basel bern lausanne lucerne winterthur lugano salzburg graz linz innsbruck klagenfurt
marseille lyon toulouse nice nantes strasbourg montpellier bordeaux lille rennes reims le_havre grenoble
dijon angers nimes toulon brest tours amiens limoges metz besancon orleans rouen caen nancy avignon cannes
versailles milan milano naples napoli turin torino palermo genoa genova bologna florence firenze bari
catania venice venezia verona messina padua padova trieste brescia parma modena pisa perugia livorno ravenna
cagliari siena barcelona valencia seville sevilla zaragoza malaga murcia bilbao alicante cordoba valladolid
vigo granada pamplona salamanca toledo cadiz porto braga coimbra faro funchal birmingham manchester
liverpool leeds sheffield bristol glasgow edinburgh cardiff belfast leicester coventry nottingham newcastle
southampton portsmouth plymouth brighton oxford cambridge norwich york exeter aberdeen dundee swansea cork
galway limerick waterford new_york new_york_city nyc los_angeles chicago houston phoenix philadelphia
san_antonio san_diego dallas san_jose austin jacksonville fort_worth columbus san_francisco charlotte
indianapolis seattle denver washington boston nashville el_paso detroit oklahoma_city portland las_vegas
memphis louisville baltimore milwaukee albuquerque tucson fresno sacramento kansas_city atlanta omaha
colorado_springs raleigh miami oakland minneapolis tulsa tampa wichita new_orleans cleveland honolulu
anaheim pittsburgh cincinnati st_louis saint_louis orlando newark buffalo anchorage richmond salt_lake_city
silicon_valley hollywood brooklyn manhattan queens bronx toronto montreal vancouver calgary edmonton ottawa
winnipeg quebec hamilton halifax saskatoon regina kelowna mexico_city guadalajara monterrey puebla tijuana
cancun havana kingston san_juan santo_domingo bogota medellin cali cartagena lima cusco quito guayaquil
caracas santiago valparaiso buenos_aires rosario mendoza montevideo asuncion la_paz brasilia sao_paulo
rio_de_janeiro salvador recife fortaleza belo_horizonte curitiba porto_alegre manaus belem campinas tokyo
osaka kyoto yokohama nagoya sapporo kobe fukuoka hiroshima sendai nara seoul busan incheon daegu pyongyang
beijing shanghai guangzhou shenzhen chengdu wuhan tianjin chongqing nanjing hangzhou xian harbin taipei
kaohsiung kowloon ulaanbaatar hanoi saigon ho_chi_minh_city da_nang bangkok chiang_mai phuket phnom_penh
vientiane yangon kuala_lumpur penang jakarta bandung surabaya denpasar bali manila cebu quezon_city davao
delhi new_delhi mumbai bombay bangalore bengaluru chennai madras kolkata calcutta hyderabad pune ahmedabad
jaipur lucknow surat kanpur nagpur goa kochi karachi lahore islamabad dhaka colombo kathmandu kabul tehran
baghdad basra mosul damascus aleppo beirut amman jerusalem tel_aviv haifa gaza riyadh jeddah mecca medina
doha dubai abu_dhabi sharjah muscat sanaa tashkent samarkand almaty astana bishkek dushanbe cairo alexandria
giza tripoli tunis sousse sfax algiers oran casablanca rabat marrakesh marrakech fez tangier khartoum
addis_ababa asmara nairobi mombasa kampala kigali dar_es_salaam zanzibar lagos abuja kano ibadan accra
kumasi dakar bamako abidjan kinshasa luanda lusaka harare gaborone windhoek maputo johannesburg cape_town
durban pretoria soweto antananarivo sydney melbourne brisbane perth adelaide canberra hobart darwin cairns
auckland wellington christchurch dunedin queenstown suva
"""

_REGIONS = """
alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois
indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri
montana nebraska nevada new_hampshire new_jersey new_mexico north_carolina north_dakota ohio oklahoma oregon
pennsylvania rhode_island south_carolina south_dakota tennessee texas utah vermont virginia washington_dc
west_virginia wisconsin wyoming ontario alberta british_columbia manitoba saskatchewan nova_scotia
newfoundland queensland new_south_wales tasmania bavaria bayern saxony hesse catalonia andalusia tuscany
sicily sardinia lombardy normandy brittany provence corsica crete cornwall yorkshire kent essex sussex devon
flanders wallonia siberia chechnya crimea kashmir punjab kerala tibet europe asia africa scandinavia balkans
caribbean patagonia antarctica north_america south_america latin_america middle_east
"""

_PEOPLES = """
afghan albanian algerian american angolan argentine argentinian armenian australian austrian azerbaijani
bahraini bangladeshi basque belarusian belgian belizean bengali bolivian bosnian botswanan brazilian british
bruneian bulgarian burmese cambodian cameroonian canadian catalan chechen chilean chinese colombian
congolese croatian cuban cypriot czech danish dominican dutch ecuadorian egyptian emirati english eritrean
estonian ethiopian fijian filipino finnish flemish french gambian georgian german ghanaian greek greenlander
greenlandic guatemalan guyanese haitian honduran hungarian icelandic indian indonesian iranian iraqi irish
israeli italian jamaican japanese jordanian kazakh kenyan korean kosovar kurdish kuwaiti kyrgyz laotian
latvian lebanese liberian libyan lithuanian luxembourgish macedonian malagasy malawian malaysian maldivian
malian maltese mauritian mexican moldovan mongolian montenegrin moroccan mozambican namibian nepalese nepali
nicaraguan nigerian norwegian omani pakistani palestinian panamanian paraguayan persian peruvian polish
portuguese qatari romanian russian rwandan samoan saudi scottish senegalese serbian singaporean slovak
slovakian slovene slovenian somali spanish sudanese surinamese swazi swedish swiss syrian taiwanese tajik
tanzanian thai tibetan togolese tongan tunisian turkish turkmen ugandan ukrainian uruguayan uzbek venezuelan
vietnamese welsh yemeni zambian zimbabwean christian muslim jewish jew hindu buddhist sikh catholic
protestant orthodox mormon atheist sunni shia republican democrat communist socialist
"""


@cache
def countries() -> frozenset[str]:
    """Names of countries."""
    return frozenset(name.replace("_", " ") for name in _COUNTRIES.split())


@cache
def places() -> frozenset[str]:
    """Names of countries, cities and regions."""
    return countries() | frozenset(name.replace("_", " ") for name in (_CITIES + _REGIONS).split())


@cache
def place_parts() -> frozenset[str]:
    """The words of which names of several words are made."""
    return frozenset(part for name in places() if " " in name for part in name.split())


@cache
def peoples() -> frozenset[str]:
    """Nationalities, faiths and parties."""
    return frozenset(_PEOPLES.split())
