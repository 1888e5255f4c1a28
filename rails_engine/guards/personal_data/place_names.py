"""Countries, big cities, regions, and the names of peoples, in English, without accents.

Written for this project; towns that are also ordinary words are left out.
"""

from __future__ import annotations

from functools import cache

from rails_engine.guards.personal_data.packed_words import PackedWords

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
aachen agadir albacete albany ancona andorra_la_vella annaba annecy antofagasta apia aqaba arequipa arnhem
arusha ashgabat aswan baguio bamberg bandar_seri_begawan bangui banjul barranquilla belmopan benghazi
bergamo bhopal bissau blackpool blantyre bobo-dioulasso boise bournemouth brasov brazzaville breda
bridgetown bujumbura bulawayo can_tho cayenne chandigarh chattanooga chernihiv chittagong cochabamba
coimbatore conakry constanta cotonou daugavpils dili dodoma eldoret entebbe enugu erbil faisalabad
florianopolis freetown geelong georgetown gijon gliwice goiania guatemala_city haarlem hai_phong hargeisa
hartford hebron honiara iloilo indore ingolstadt inverness ipoh ipswich irkutsk isfahan jaffna jinan
johor_bahru juba kaduna kanazawa kandy kecskemet kilkenny kisumu klaipeda knoxville koblenz kota_kinabalu
kuching kunming launceston leeuwarden leuven lhasa libreville liepaja lilongwe lome lubumbashi luton luxor
maastricht makassar malabo managua mandalay mangalore maracaibo maseru mashhad mbabane mechelen medan meknes
middlesbrough mississauga mogadishu moncton monrovia multan mwanza mykolaiv mysore nablus nagano nagasaki
nakuru narva nashik nassau naypyidaw ndjamena ndola neuquen nha_trang niamey nicosia nijmegen niteroi
nouakchott nukualofa oaxaca okinawa olsztyn ouagadougou oujda oviedo paramaribo parnu pasadena patna
perpignan pescara peshawar pokhara port-au-prince port_harcourt port_louis port_moresby port_of_spain
port_vila praia putrajaya qingdao queretaro quetta radom ramallah rawalpindi regensburg rimini rochester
rotorua rzeszow salalah san_salvador santander semarang shenyang shiraz sibiu sokoto spokane sunderland
suzhou sylhet syracuse tabriz tallahassee tauranga tegucigalpa thimphu thiruvananthapuram tilburg torun
townsville trento treviso urumqi vadodara vaduz valdivia valletta varanasi veracruz vicenza vinnytsia
visakhapatnam vladivostok volgograd voronezh weimar wollongong wolverhampton wurzburg xiamen yamoussoukro
yaounde yogyakarta zaporizhzhia
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

#: Further towns, rivers, mountains, regions and islands, in the order of the alphabet; only with a capital.
_MORE = """

aalst aba abbotsford abeokuta aberdeenshire aberystwyth abha abilene abruzzo abu_simbel acapulco aconcagua
adana adige adriatic aegean agadez agartala agra agrigento aguascalientes aizawl ajaccio ajmer akita akron
aktau aktobe akure al_hoceima albury alesund algeciras alice_springs aligarh alkmaar allahabad allentown
almere almeria alpes alps alsace amarillo amazonas amazonia ambon amersfoort amhara amritsar amstelveen amur
anatolia andalucia andaman andes andhra_pradesh anglesey anhui anjou ann_arbor anshan antakya antibes
antigua_and_barbuda antioquia antsirabe aomori apapa apeldoorn apennines appalachians apulia aquitaine
arabia aracaju aragon ararat arba_minch arbil arctic_ocean arezzo arica arles arno asaba asahikawa asansol
ascoli_piceno asheville assam assen asti asturias atacama atlantic atlas_mountains aurangabad auvergne
aveiro avila ayutthaya azores bac_ninh bacolod badajoz baden-baden baden-wurttemberg bafoussam bahia
bahia_blanca bahir_dar baja_california bakersfield balikpapan ballarat balochistan baltic_sea bamenda bamyan
banda_aceh bandar_abbas bangor banja_luka banjarmasin baotou bareilly bariloche barletta barquisimeto
basildon basilicata basque_country basseterre batam bath_spa batna baton_rouge battambang batumi bauchi
bay_area bay_of_bengal bay_of_biscay bayonne bayreuth be'er_sheva beaumont beauvais bedfordshire beersheba
beira beja bejaia belfort bellevue bellingham bendigo bengal benoni berbera berkeley berkshire besiktas
bethesda bethlehem beziers bhavnagar bhubaneswar biafra biarritz bielsko-biala bihar bikaner billings
bintulu bismarck black_sea blackburn blida bloemfontein bloomington boca_raton bodensee bogor bohemia bolton
bolzano bora_bora boracay borneo bornholm bosaso bosnien bosphorus bosporus bouake bougainville boulogne
bourges bourgogne brabant brahmaputra brampton brandenburg braunschweig bregenz bremerhaven bridgeport
brindisi brixton broadway bromberg broome brownsville bruckner bucaramanga buckinghamshire budejovice bukavu
bukovina bunbury bundaberg burgas burgenland burgos burgundy burlington burnaby butare butuan byron_bay
cabo_verde caceres cagayan_de_oro calabar calabria calicut camaguey cambrai cambridgeshire campania campeche
campo_grande campobasso cantabria canterbury cappadocia capri carinthia carlisle carpathians
cartagena_de_indias caserta caspian_sea castellon castile castilla_la_mancha castries cataluna catalunya
caucasus caxias_do_sul ceara cedar_rapids celaya central_africa central_america central_park cephalonia
cergy ceske_budejovice ceuta chaco chambery champaign champs-elysees changchun changsha changwon chao_phraya
chapel_hill charleroi charles_de_gaulle charleston charlotte_amalie charlottetown chartres chattogram
chefchaouen chelmsford chemnitz cheshire chesterfield chhattisgarh chiang_rai chiapas chiayi chiclayo chieti
chillan chingola chios chula_vista cienfuegos cirebon ciudad_bolivar ciudad_juarez coahuila coatzacoalcos
coffs_harbour colima colmar comilla comodoro_rivadavia concord connacht connaught constantine coral_gables
corfu corpus_christi corrientes cosenza cote_d'ivoire cottbus covent_garden cozumel crawley cremona crotone
croydon csongrad cucuta cuenca cuernavaca cuiaba culiacan cumana cumbria cuneo cuttack czestochowa da_lat
daejeon dakhla dalarna dalat dalian dalmatia damietta danube dar_es_salam dardanelles darfur darlington
darmstadt datong davao_city davenport dayton daytona_beach dead_sea deauville deep_south dehradun delft
den_bosch den_haag denali denizli depok derby derbyshire derry des_moines dessau deventer dhanbad
dharamshala dieppe dire_dawa diyarbakir djerba dnieper dniester dobruja dolomites donau donbas donbass
doncaster donegal donostia dordogne dordrecht dornbirn dorset douala douro drenthe drogheda dubbo duero
duluth dumfries dundalk dunkerque dunkirk durango durgapur durham east_africa east_asia east_london
eastbourne easter_island eastern_cape eastern_europe ebro eger eilat eisenach el_jadida elba elblag elbrus
elche emden emilia-romagna english_channel enna ennis enschede ensenada epirus erie erlangen erzurum
escondido eskilstuna eskisehir essaouira etna euphrates eurasia euskadi evansville everest everglades evora
exmouth extremadura fairbanks faiyum falkland_islands falklands falun fargo feira_de_santana fergana ferrara
fes fife fifth_avenue flagstaff foggia forli fort_collins fort_lauderdale fort_wayne foz_do_iguacu
francistown franconia franken fredericton frederikshavn fredrikstad free_state freiberg fremantle fremont
fribourg friesland frisia friuli fuerteventura fuji fujian fujiyama fukui fukuyama fulda funafuti funen
funtua furth fuzhou gabes gainesville galapagos galati galicia galicja galilee galveston gandhinagar ganges
gangneung gangtok gansu garden_grove garissa garonne garoua gashua gateshead gatineau gatwick gauteng gavle
gaziantep gelderland gelsenkirchen general_santos george_town gera ghaziabad giessen gifu gillingham girona
gitega gladstone glamorgan glendale gloucester gloucestershire gobi godavari goias gold_coast goma gondar
gorakhpur gorizia gorlitz gotland gottingen gouda gozo gqeberha grahamstown gran_canaria grand_canyon
grand_rapids graubunden great_lakes green_bay greensboro greenville greenwich greifswald grenadines grimsby
grisons grodno grosseto guadalquivir guanajuato guangdong guangxi guelph guerrero guildford guiyang guizhou
gujarat gujranwala gulf_of_mexico gulfport gulu gumi guntur gurgaon gurugram guwahati gwalior gwangju
gwynedd gyumri ha_long hadera hagatna hagen haikou hainan hainaut haiphong hakodate halle halmstad hamadan
hamamatsu hamar hameln hamm hammerfest hampshire hanau handan harlem harrisburg harrogate harstad haryana
hasselt hastings haugesund hawai'i hawassa heathrow hebei hebrides heerlen hefei heilbronn heilongjiang
hejaz heligoland helsingor henan heraklion herat hereford hermosillo herning hertford hertfordshire hessen
hialeah highlands hiiumaa hildesheim hilo hilversum himachal_pradesh himalaya himalayas himeji hindu_kush
hofuf hohhot hokkaido holguin homs honningsvag honshu hoorn horn_of_africa horsens hsinchu hua_hin huambo
huancayo hubei hubli huddersfield huelva huesca huizhou hull humber hunan huntsville hurghada hyde_park iasi
ibague iberia ibiza ichinomiya ile-de-france ilorin imperia imphal indian_ocean indus inhambane
inner_mongolia invercargill ioannina ionian iquique iquitos iringa irrawaddy irtysh isafjordur ischia
isle_of_wight islington ismailia istria itanagar ithaca ithaki ivano-frankivsk ixtapa izhevsk izmit jabalpur
jackson_hole jaen jaisalmer jalalabad jalandhar jalisco jammu jamshedpur jeju jena jerash jerez jersey_city
jfk jharkhand jiangsu jiangxi jiaxing jihlava jijiga jilin jimma jinja jinju joao_pessoa jodhpur joensuu
johor joinville judea juneau jutland kaedi kagoshima kairouan kaiserslautern kakamega kakinada kalahari
kalamaria kalamata kalamazoo kalgoorlie kaliningrad kalisz kalmar kamloops kananga kandahar kansai kanto
kanyakumari karaganda karakoram karbala karelia karlovy_vary karlskrona karlstad karnataka karnten kashan
kashgar kassala katanga katsina kauai kavala kaveri kawasaki kayseri kazanlak kediri kelantan kenitra
kericho kerkyra kermanshah key_west kherson khiva khobar khon_kaen khorog khulna khyber kidderminster
kilimanjaro kilmarnock kingston_upon_hull kingstown kirkenes kirkuk kiruna kisangani kitakyushu kitchener
kitwe kivu kolding kollam kolwezi konstanz konya kos kota_bharu kotka kozhikode krabi kragujevac kranj
krasnodar krasnoyarsk krefeld krems kribi kristianstad kruger kryvyi_rih kuantan kumamoto kunshan kurashiki
kurdistan kutaisi kwazulu-natal kyushu la_coruna la_palma la_plata la_rioja la_rochelle la_spezia laayoune
labasa labrador ladakh lafayette laguardia lahad_datu lake_baikal lake_como lake_constance lake_erie
lake_garda lake_geneva lake_malawi lake_michigan lake_ontario lake_superior lake_tahoe lake_titicaca
lake_victoria lakshadweep lalibela lampedusa lamu lanai lancashire lancaster landshut languedoc lansing
lanzarote lanzhou laon lapland lappi laredo larnaca las_cruces latakia lautoka laval lazio le_mans lecce
lecco leicestershire leiden leinster lekki lemans lerida lesbos lethbridge letterkenny levant leverkusen
lewis_and_harris lexington liaoning liffey liguria lillehammer limassol limbe limburg limousin limpopo
lincolnshire lippstadt little_rock livingstone llandudno lleida lobamba loch_lomond loch_ness lofoten
logrono loire lombardia lombok londrina long_beach long_island longyearbyen lorient lorrach lothian
lower_saxony lowestoft luang_prabang lubango lubbock lubin ludhiana luga lulea luoyang lutsk luzern luzon
maasai_mara macao macapa maceio macerata machakos machu_picchu mackay madeira madhya_pradesh madiun madurai
magdeburg maghreb maharashtra maidstone maiduguri majorca majuro malacca malang malatya malindi mallorca
manado manchuria mandurah mangaluru manipur manizales mansfield mansoura mantova mantua mar_del_plata
maracay marbella mardin mariehamn maringa mariupol marsa_alam marshall_islands masai_mara masuria matadi
matamoros mataram matera mato_grosso matsuyama matterhorn maui mayotte mazar-i-sharif mazatlan mazovia mbale
mbarara mbeya mbuji-mayi mcallen mecklenburg medford medicine_hat mediterranean meerut meghalaya meissen
mekelle mekong melaka melanesia melun menorca merano merida mersa_matruh mersey merseyside mersin
merthyr_tydfil mesa mesopotamia mexicali michoacan middelburg midlands midwest mikkeli mildura milton_keynes
minas_gerais mindanao minden misiones misrata missoula mizoram modica mojave moldavia molde molise molokai
monastir mont_blanc montauban montbeliard montclair montego_bay monterey monteria montgomery montpelier
montreux moorea mopti moravia morelia morges morogoro moroni moshi mostar mount_everest mpumalanga mulhouse
mutare mykonos mysuru mzuzu n'djamena nadi naestved nagaland naha naivasha najaf nakhon_ratchasima namangan
namib nampula namur nanaimo nanchang nanning nantong nanyuki napa napier narbonne narvik nashua natal
navarra navarre naxos nazareth negeri_sembilan negev nellore nelspruit nevers new_bedford new_brunswick
new_england new_guinea new_haven newcastle_upon_tyne newport newport_beach newry ngerulmud niagara_falls
nicobar niedersachsen niigata nile ningbo nitra noida noord-brabant norfolk norrland north_africa
north_macedonia north_pole north_sea northampton northern_cape northern_territory northland northumberland
northwest_territories notting_hill nottinghamshire nouadhibou noumea novara novi_sad nuevo_leon nuku'alofa
nukus nunavut nuneaton nuoro nyeri oahu oberhausen occitanie oceania odisha offenbach ogbomosho ohrid oita
okavango okavango_delta okayama oland oldenburg oldham olympia onitsha oostende opole oradea orange_river
oranjestad orem orenburg orinoco orissa oristano orkney oromia oruro osasco osh oshawa oshogbo osnabruck
osogbo ostend ostersund ostrobothnia otago ouarzazate ouidah ourense outback overijssel owerri oxford_street
oxfordshire oxnard paarl pachuca pacific padang paderborn pago_pago pahang palawan palembang palencia
palikir palm_springs palma palma_de_mallorca palmas palmerston_north palo_alto pampas panaji panama_canal
panipat papeete parakou parana pardubice paros parramatta passau pasto paterson patiala pattaya pavia
pearl_river pekanbaru peloponnese pelotas pemba pembrokeshire pensacola penzance peoria perak pereira
perigueux pernambuco persia persian_gulf petah_tikva peterborough petropolis pforzheim phan_thiet piacenza
piatra_neamt picardy piedmont piemonte pietermaritzburg piraeus pistoia piura plano playa_del_carmen pleven
plock ploiesti podolia pointe-noire poitiers polokwane poltava polynesia pomerania ponce pondicherry
ponferrada pontevedra pontianak poole popayan pori port_elizabeth port_macquarie port_said port_sudan
porto-novo portoviejo porvoo potchefstroom potenza potomac potosi powys poza_rica prato presov
prince_edward_island prince_george prizren provo przemysl puducherry puerto_montt puerto_plata
puerto_vallarta puglia pula puno punta_arenas punta_cana pyeongtaek pyrenees qinghai qom quanzhou quelimane
quetzaltenango quezon quibdo quimper quintana_roo ragusa raipur rajasthan rajkot rajshahi ramsgate ranchi
randers rapid_city rarotonga ravensburg rayleigh recklinghausen red_deer red_sea red_square reggio_calabria
reggio_emilia remscheid reno resistencia resita reutlingen reynosa rheims rhein rheinland rhine rhineland
rhone ribeirao_preto rift_valley rio_grande rio_grande_do_sul rishikesh rishon_lezion riverside rivne roanne
roanoke rochdale rockhampton rockies rocky_mountains roermond roorkee roosendaal rosarito roseau roseville
roskilde rotherham rourkela rovaniemi rovereto rovigo rugen rustenburg rybnik saarbrucken saaremaa saarland
sabah sachsen safed saginaw sahara sahel saint-denis saint-etienne saint-louis saint-malo saint-nazaire
saint-tropez saint_john's saint_kitts saint_lawrence saint_lucia saipan salem salerno salinas salisbury
salta saltillo salween salzkammergut samara samaria samarinda samos samsun san-pedro san_bernardino
san_cristobal san_fernando san_jose_del_cabo san_luis_potosi san_mateo san_miguel san_pedro_sula san_rafael
san_salvador_de_jujuy san_sebastian sanandaj sandakan sandton sankt_gallen sankt_polten sanliurfa santa_ana
santa_barbara santa_catarina santa_clara santa_cruz santa_cruz_de_la_sierra santa_fe santa_marta
santa_monica santa_rosa santiago_de_compostela santo_andre santorini sanya sao_luis sao_tome
sao_tome_and_principe sarasota saratov sarawak sardegna sargodha sassari sault_ste_marie savai'i savoie
savona savoy scarborough schaffhausen schiphol schleswig-holstein schwerin scilly scottsdale scranton
sea_of_japan seberang segou segovia seine sekondi selangor selfoss senlis seongnam seremban serengeti setif
setubal severn shaanxi shah_alam shandong shantou shanxi shaoxing sharm_el_sheikh shepparton shetland
shihezi shijiazhuang shikoku shillong shimla shizuoka shreveport shropshire sialkot siauliai sichuan sicilia
sidon siegen siem_reap sierra_nevada siirt sikasso sikkim silesia siliguri silkeborg simferopol sinai
sinaloa sindh singaraja sioux_falls sittard skane skegness skhirat skye slavonia sligo slough smaland
smolensk sochi sohar solapur solihull solingen somerset sonderborg songkhla sonora sopot sorocaba sosnowiec
south_asia south_australia south_bend south_china_sea south_pole south_tyrol southeast_asia southend
southern_africa southern_ocean southland spitsbergen spoleto springfield sri_jayawardenepura_kotte srinagar
st_albans st_andrews st_gallen st_george's st_john's st_lawrence st_lucia stafford staffordshire stamford
stansted stara_zagora staten_island steiermark stellenbosch stevenage stirling stockport stockton
stoke-on-trent stone_town stonehenge stralsund stratford-upon-avon stromboli styria suceava sucre suez
suez_canal suffolk sukkur sulawesi sumatra sumy sundsvall sunshine_coast surakarta surrey susquehanna suwon
svolvaer swabia swakopmund swindon syktyvkar sylt szekesfehervar szombathely tabasco table_mountain tabora
tacoma tagus taichung taif tainan taiwan_strait taiyuan takamatsu tamanrasset tamaulipas tambov tamil_nadu
tampico tamworth tanga tangerang tangshan taoyuan taranto tarawa targu_mures tarija tarnow tarragona tarrasa
tarsus tatra tatras taunton taupo tavira tawau telangana telford tempe temuco tenerife tepic terengganu
teresina ternopil teruel tessin tetouan thames thane thanjavur thar_desert thessaly thies thika thrace
thrissur thun thunder_bay thuringen thuringia tiber ticino tierra_del_fuego tigray tigris timaru timbuktu
times_square timor tiraspol tirol tiruchirappalli tirupati tlemcen toamasina tobruk tohoku tokushima toluca
tomsk toowoomba topeka torquay torrance torreon torshavn toscana tournai toyama tozeur trabzon transilvania
transvaal transylvania trapani trentino trier trinidad_and_tobago tripura trivandrum trnava trois-rivieres
troyes trujillo truro tubingen tucuman tuebingen tullamore tulum tuxtla_gutierrez tuzla tyne tyneside tyre
tyrol tyrrhenian uberlandia ubon_ratchathani ubud udaipur uddevalla udine udon_thani ufa uige ujjain
ulan_ude ulm ulsan ulster uluru uman umbria umuahia ural_mountains urbana urmia uruapan usedom utica
utsunomiya uttar_pradesh uttarakhand uyo uzhhorod vaasa valais valledupar vallejo vannes varese vaud vava'u
vejle veliko_tarnovo veneto ventspils vercelli verdun vereeniging vesuvius viareggio viborg vijayawada
villahermosa villavicencio vina_del_mar vinh virginia_beach visby viseu vistula viterbo vitoria
vitoria-gasteiz vladikavkaz voivodina vojvodina volga volhynia vorarlberg vung_tau waco wagga_wagga waikato
wakayama wakefield walbrzych wall_street wallachia walsall walvis_bay warangal warri warrington warwickshire
waterbury waterloo watford welkom wels wembley wenzhou west_africa west_bengal western_australia
western_cape western_europe westfalen westminster westphalia wetzlar wexford whanganui whangarei whistler
whitehorse wichita_falls wicklow wigan willemstad wilmington wiltshire winchester windsor wolfsburg wonju
worcester worthing wrexham wuhu wuxi xalapa xining xinjiang xuzhou yalta yamagata yamuna yangtze yantai
yaren yaroslavl yazd yellow_river yellowknife yellowstone yenisei yeovil yinchuan yiwu yokosuka yola yonkers
yosemite youngstown ypres yucatan yukon yukon_territory yuma yunnan zacatecas zahedan zakarpattia zakynthos
zambezi zamboanga zamora zamosc zaria zealand zeeland zhejiang zhengzhou zhongshan zhuhai zhytomyr zibo
zielona_gora ziguinchor zilina zinder zlin zomba zug zutphen zwickau zwolle
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
def more_places() -> PackedWords:
    """Further names, of which those of several words are joined by ``_``."""
    return PackedWords(_MORE)


@cache
def place_parts() -> frozenset[str]:
    """The words of which names of several words are made."""
    return frozenset(part for name in places() if " " in name for part in name.split())


@cache
def peoples() -> frozenset[str]:
    """Nationalities, faiths and parties."""
    return frozenset(_PEOPLES.split())
