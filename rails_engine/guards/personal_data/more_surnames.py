"""Further family names of many countries, without accents.

Written for this project. Like the others they count beside a word that could be a name.
"""

from __future__ import annotations

from functools import cache

from rails_engine.guards.personal_data.packed_words import PackedWords

#: In the order of the alphabet.
_NAMES = """

aagaard aalbers aalto aas aasen abacha abad abara abate abay abaya abayomi abbasi abbott abboud abdo
abdurrahman abega abella abeysekera abid abildgaard abimbola abiola abraham abrahamsen abrahamsson abramov
abrantes abreu abu-bakr abubakar aburto acar acevedo acharya acheampong achour ackerman ackermann adachi
adamczyk adami adamski adamu addo adegoke adekunle adeleye adeniyi aderinto adesanya adesina adhiambo
adhikari adichie adjei adkins adler adomako aerts afanasiev afrah afridi afriyie agarwala agbaje agbayani
aggarwal agirre agnihotri agosti agostini agu aguado aguda aguiar aguilera aguinaldo aguirre agyei agyekum
ahadi ahlberg ahluwalia ahmednur aho ahonen ahrens ahsan ahuja aidi aidoo ainsworth aiono ajami akagi
akamatsu akande akar akbari akbas akbulut akhtar akin akintola akinyemi akiyama akkad akkerman akpan aksenov
aksoy aktas akter akuffo akyol al-ahmad al-amin al-hassan al-masri al-najjar al-rashid al-sayed alabi alam
alami alao alaoui alarcon alavi alawi albanese albers alberti alberts albornoz albu albuquerque alcantara
alcaraz aldridge alencar alesana alexandrov alexiou alexopoulos alfano alfaro alkan allard alm almagro
almonte alonzo altamirano altmann altun alvi amadi amador amaechi amankwah amaral amarasinghe amari ambrosio
amini amiri amoah amoako amorim amoroso ampofo amponsah amrani amundsen anagnostopoulos anastasiou ando
andrade andreasen andreev andren andresen andriamanana andrieu andrulis andrzejewski angeli angelini
angelopoulos angelovski anghel angulo anikulapo anjos ankrah annan anokye ansah antonelli antoniou antonov
antonsen antony anttila antwi anyanwu anzai aoyama aparicio apaza aponte apostol apostolou appel appelman
appleton apte aquino arai araki aranda arantes araya arce archer arcuri ardelean arellano arena arendt
arevalo argenti arguello argyropoulos arhin ari arikan arkhipov armah arnesen arnould arora arredondo
arriaga arrizabalaga arroyo arshad artemiev arvidsson asada asadi asai asamoah asano asare asgari ashby
ashong ashour ashton asika aslam asmussen asplund assad assefa assis assuncao asthana atahualpa atallah
atangana atas atassi ates athanasiou atherton attah attia attwood au-yeung aubert aubry auer auger auyeung
avalos avci avila avram awan awasthi awolowo axelsson ayad ayala ayana ayari ayaz aydogan ayers ayew aygun
ayub azam azevedo azikiwe azizi azoulay azuma azzam azzi baas babangida babic baca bach bachmann backman
backstrom badawi bader badiane badji bae baez baffour baghdadi bagheri bah bahr bahrami bai baidoo baier
baig bailly baines bainimarama bajaj bajpai bajwa bakare bakir bakke bakken bako bakri bakshi balakrishnan
balan balasubramanian balaz balci balciunas balde balderas baldini balducci baldwin balestra balewa balint
ballard ballesteros baloch balodis balog balsys bancroft bandara bandeira bandyopadhyay bang bankole banks
bansal banuelos bao baptista bar-lev barajas barak barakat baran baranauskas baranov baranowski barata barba
barbe barber barbu barclay barghouti barker barnard barnett barone baroni barragan barraza barre barreau
barrera barreto barrientos barrios barros barroso barta bartczak bartels barth bartko bartlett bartoli
bartolini barton bartos bartosova barua barzani basaran basnet basso bastidas bastos basu bates bathily
batista batra battaglia batten battista baudin baudry bautista bawumia baxter bayer bayrak bayram bazin
bazzi beardsley beasley beauchamp beaufils beaulieu beauregard becerra bech beckett bedi bednarek bednarz
beekman begovic begum behrens bejan bejarano bekker bektas belanger belhaj bellanger bellini bello bellucci
belov beltran belyaev bemba ben-ami ben-david benali benard benavente benavides bencherif benedetti benes
benkirane bennani bensaid bensalem benson bentley benz beran berends beretta berge bergeron berggren
bergkvist bergsma bergstrom berisha bermudez bernal bernardes bernardi bernardini bernhardt bernier
bernstein berntsen berrada berrios bertels bertelsen berthelot berti bertin bertolini bertoni berzins
besnard besson betancourt beukers beye beyer bezerra bezruchko bhagat bhalla bhandari bharadwaj bhardwaj
bhargava bhattacharjee bhattacharya bhengu bhosale bhutto biagi bian bianchini bielecki bigot bile bilgin
bilong bilous bily binder biondi birch birhanu birla biro bischoff bishara biswas bitar biton bittencourt
biya biyela bjerke bjerregaard bjornstad blackwell blaha blake blanchet blasco blaszczyk blazek blin blok
blom blomqvist blondel bloom blot blum boadu bocca bock bocoum bodin bodnar boehm boersma boesen bogaert
bogaerts bogdanov bognar bohlin bohn boivin bolanos bolt boman bondar bonde bonetti bonfanti boni bonilla
bonneau bonnin bonsu booth borg borges borghi borisov borkowski boros borowski borrego bosch boschi bosco
bosi bosman bosnjak bostrom botelho botello botezatu botha bottini bouchard boucher bouchet boudreau
boukhari boulanger boulay boulos boumediene bourdon bourgeois bousquet boutin bouvet bouvier bouzid bowen
bowers bowman bozic bozkurt bozsik braam brady braga brambilla branco brandao brandl bratu brault
braunschweig bravo brekke bressan breton breuer brewer briand brigham brinkmann briones brito brkic brock
broeders bromley brossard browne browning bruckner bruijn brunelli bruni brunner brusca bruun bruyne bryant
brzezinski buccola buch buchholz buckley bucur budai buenaventura bueno buhari buijs buisson bukhari
bukowski bullock bulut bundgaard bures burger burgos burkhardt burnett burns burton bush busia busse
bustamante bustos butcher buthelezi butkus byamugisha bykov byrd bystrom cabello cabezas cabinda cabral
caceres cahill cakir cakmak cakobau calabrese calabro caldarelli caldas calderon caldwell calhoun caliskan
callaghan calle callisaya calloway calvi camacho camarena camargo cambria camci campana campion camus
canales canto cantrell cantu capasso capone cappelli capra caputo carbajal carbone cardinale cardona cardozo
carey carli carlier carlsen carlson carlsson carneiro carney caro caron carpentier carpentieri carranza
carre carrera carrillo carrion carson carstensen carta cartier carvajal carver casagrande casals casanova
casas caselli casillas castaneda castellano castelli castelo castrejon catacutan catalano catania cattani
cauchy cavaco cavalli cavallo caxi cazacu cazares ccori ceccarelli cecchini cech cedeno cele cepeda cerda
cermak cerutti cervantes cespedes ceylan cha chaabane chabalala chacon chadha chae chahine chaichana
chaiyasit chak chakraborty chakravarty chalabi chamisa chand chandran chandrasekaran chandrasekhar chang
chanthavong chao chapa chapman chapuis charbonnier charlton charoensuk charpentier charrier chartier
chatelain chaturvedi chaudhari chaudhary chaudhuri chauveau chauvet chauvin chaves chawla cheema chelimo
cheon cheptoo cherian chernov chew chhim chia chiang chiba chibanda chibuike chiesa chikwanda chiluba chin
chinamasa ching chipimo chiriac chirico chirita chirwa chisenga chissano chitepo chiu chmielewski choe
chohan choque choudhary choudhury chow choy chraibi christie christodoulou christou chu chua chui chung
chura ciani cicek cichocki cierny cieslak cimino cipriani cirillo cisneros claessens claesson claeys clapton
clark clements cloutier coban cobb cocco cochran coetzee coetzer cojocaru coles collado collet collier colon
colonna colque colvin combes combs compton condori connolly conrad constantinescu conway cooley cools
copeland coppens corbett cordeiro cordero cordier cordova cornejo cornelissen cornu corral correa corsi
corte cortez cosentino cosgrove cosic cossu costantini costanzo costello cote cotto cotton couderc coughlan
coulon courtois coutant coutinho couto covarrubias cowan cox cozma cozzi craciun crane crawley cremonesi
cretu cristea cristofori croce croitoru cronje cros crowe crowley csiszar cuellar cuevas cummings curran
currie curry curto cuypers czajka czajkowski czarnecki czerwinski da-silva dabo dacanay daems dahan daher
dahlberg dahlgren dahlin dai dalal dalmia dalton daly damaj damasceno damiani damico damle damme dams
dandrea dangote danieli daniels danielsen danilov danko danquah dantas danylenko daoud dar darby darwish
dascalu dasgupta dastidar datta daum dauphin davari davenport davidson davila davydov dawes deacon deak
deangelis deb debenedetti decarlo decker declercq defilippo degroot delacruz delage delahaye delaney
delannoy delarosa delattre delaunay deleon delgaudio delic dellarosa delmas delorme delrio demarco dembele
demirci demirel demirtas demissie dempsey denisov denk deo deol deroma derosa dervishi desalegn desbois
descamps deshmukh desimone desjardins desmet deutsch devan devaux devilliers devos devries dewan dewit dey
dhar dhawan dhillon dhingra diab diabate diaconu diakite diamantopoulos diarra diatta diawara dib dibaba
dickens dickinson dickson didenko diehl dieng dietz dijoux dikshit dillon dimaculangan dimagiba dimarco
dimitrijevic dinardo dincer ding dinh diniz dion dione diouf dissanayake ditlevsen dixit djokic djuric
dladla dmitriev dobos dobre dobson dodd doi dolan dolezal domanski domingues donaldson donati donkor
donnelly doorn dorn doshi dostal doucet doumbia doumit dovzhenko doyle dragomir drame draper drechsler
dreher dressler dridi driessen driscoll drost drozd drury duah duan dube dubey duclos duda dudas dudek
duenas dufau duffy duggan duijn duman dumitrache dumitrascu dunbar dunlop dupin duplessis dupre dupreez
dupuis dupuy duque durak durant durante durmus durrani dusek dutoit dutt dutta dwivedi dwyer dyer dziedzic
eapen eaton eberle ebersohn ebert ebihara ebner eboa ebolo ebrahimi echeverria eckert economou edlund
edmonds edri efimov egal egan egawa eglitis ehlers eich eichhorn eide eijk eikeland ejiofor ekanayake ekinci
ekman ekotto ekpo ekstrom el-amrani el-fassi el-idrissi el-khoury el-masri el-sayed elbaz eldridge
eleftheriou eliassen eliasson elizondo ellingsen ellison ellsworth elm elmas elmasry elsayed emecheta enache
ene engelbrecht engelen engelhardt engen enomoto enriquez enwonwu erasmus erb erbas erdos eren ergin ergun
erickson erkan erkkila ermakov ershov ersoy escalante escamilla escobar escobedo esen esfahani eshetu
eskandari eskelinen eskildsen esparza espejo espinal espinosa esquivel essaidi esser essien essomba esteve
esteves estevez estrada eto etoo etxeberria evangelista evangelou evensen evers evrard ewing fabbro fabiani
fabre fabrizi fairbanks fairchild faivre fajardo fakhoury falcao falcon falcone faleolo fallon fang fanti
farahmand fares farhadi faria farias farley fasano fashola fassi faulkner fava favero favre fawaz fawehinmi
fayad fazekas federici fedorenko fedotov feher fei feitosa feldmann felici ferrand ferrante ferrarini ferri
ferry fiala fiedler fierro figueira figueiredo fikre filali filho filipek filipiak filipovic filippi
filippov finch fink finley finnegan fiore fiorentino fiorini fiser fitzgibbon fitzsimmons fiumara fjeld
flanagan fleischer fleischmann fleming fleury flynn fodor fofana fok foley fomin fong fonoti fontes fontoura
foo forbes forestier fors forslund forster forte forti fortier fortin fossum fosu fotiou fotso foucher
fouquet fourie fowler franca franceschi franceschini franchi frandsen franken franks fransson franzen
franzoni frazier fredriksen freire freitag freitas fremont frey frias friberg fricke friedlander frigerio
friis frimpong frisk fritsch frohlich frolov fromm frost frota fuji fujikawa fujimori fujimoto fujimura
fujisawa fujiwara fukui fukumoto fukushima fuller fulop fulton fumagalli fung funk furtado furukawa furuya
fusco gabay gaber gabrielli gachanja gade gaekwad gaeta gagne gagnon gaillard gaines gaitan gajda gajewski
gal galal galanis galarza galbiati gale galindo galkin gallardo gallegos gallet gallina gallois galloway
galvan galvao galvez gama gambino gamboa gamez gan gandhi ganesan ganguly gannon gaona garavaglia garay
garcez garg garner garofalo garreau garrison gartner garvey garza gashi gaspari gastelum gatdula gates
gathecha gatto gaudin gavaskar gavras gavrila gavrilov gawron gaye gaytan gbadamosi gcabashe gebhardt
gebremariam gebremedhin gebreselassie geedi geerts gehlot geiger geiss geldenhuys gelinas genc geng genovese
gentili georgescu georgopoulos gerardi gerasimov gerber gerlach gerritsen ghaffari ghali ghanem ghannam
ghasemi ghatak ghazali gherardi ghirardi ghita ghorbani ghorbel giacomelli giannakopoulos giannini
giannopoulos gichuru giese gigli giglio gilani gilardi gill gillet gilmore gim girardi giraud girault giron
githinji giuliani gjerde gjoka glaser gleason glover glowacki gobbi gobel godard godbole godinez godinho
godoy goedhart goel goenka goetz goikoetxea gok gokce gokhale goldenberg goldman goldmann goldsmith golshani
golubev goncharenko gondal gondwe gong gopalakrishnan gopinath gorbachev gorbunov gordillo gorecki gorski
gosselin goswami gottschalk gotz goujon gould gouveia gowon goyal granado granados grandi grandjean granger
grassi grassini graversen graves graziani greenberg greenfield greenhalgh gregersen grenier grewal grgic
griffioen griffith grigas grigoriev grillo grimaldi grimes grimm grinberg grobler gromov grondin gros grossi
grosu grover grunwald guajardo guan guardado guarino guebuza guedes guerra guerrini guevara gueye guglielmi
guha guichard guida guidi guilbert guillen guillet guillot guillou guimaraes guinto gul gulati gulbrandsen
guleed gulli gulyas gumbo gumede gunasekara gunawardena gunay gundersen gunduz gunes gunnarsson gurbuz
gurrola gurung gusev gustavsson guthrie guyon guyot gyan gyasi haag haapala haase habibi habte habyarimana
hacker hackett hadad haddadi hadebe hadley hadzic hagg haidari haider hailemariam hajdu hajek hajj hajjar
hakala hakimi halabi halasz hald hale halevi halim hallberg halonen ham hamada hamadi hamaguchi hamdan hamel
hamer hamidi hammadi hammer hammond hammoud hamon hamouda hampton handa hanke hanley hanson hanssen hanssens
haq hara harada haraguchi harari harb haridas hariharan hariri harju harms haro harrington hart hartl
hartley hartman hartono hasani hashemi hashiguchi hashmi hasibuan hastings hatfield hattori hatzis hauge
haugland haupt hauser havel havlicek havlik hawthorne hayakawa haynes hayward hazan healy heathcote heaton
hebert hedberg hedegaard hedges hedlund hedman heemskerk hegedus hegyi heidari heil heim heinemann heinze
helgesen helland heller hellstrom henare hendricks hendrix heng henkel henningsen henriques henriquez hensel
henson hentschel heo herath heredia hermans hermansen hermansson hermsen hersi hertz herzog hess hesse
hettiarachchi heuer hewson heydari hickey hidayat hietala higashi higgs higuchi hijazi hildebrandt hiller
hilton hiltunen hines hino hinojosa hinz hirai hirakawa hirano hirata hirayama hiremath hirose hirsch
hirvonen hizon hjelm hjort hlatshwayo hlavac hlongwane hnatiuk hoarau hock hodge hodges hodzic hoek hofer
hoff hoffman hofstra hogan hoglund hoj holder holguin holley hollingsworth hollis holm holmberg holmen
holmgren holmqvist holopainen holst holub holz honchar honeywell honjo hoogland hooper hoover hopp hori
horie horiuchi horne horner horvatic hoshino hosni hosokawa hossain hotta hou hougaard houle houssaini
hovland howe howell hoxha hruby hruska hryhorenko hrytsenko hsia hsieh hsu htun huaman huanca hubbard hudak
huddleston huerta huet huff huffman huisman hull humbert hume hummel huovinen hurley hurst hurtado huth
hutton huttunen hyde hyvonen iacono iannone ibarra ibe ibekwe ibori ichikawa idrissi ige igwe ihejirika
iijima ikegami ikonen ikpeazu illes illingworth iloka ilunga ilves ilyin imai imamura imbert inagaki inan
ince infante ingle innocenti ioannidis ioannou iordache iorga irani isaev isaksen isaksson ishaq ishibashi
ishida ishiguro ishihara ishiyama ishizuka isik iskandar ismaaciil isobe itoh ivancic ivanenko ivanovic
ivarsson iversen ives iwai iwamoto iwasaki iwata iwu izquierdo izzo jaaskelainen jabbar jabri jacobi
jacobson jacobsson jacquet jacquot jadhav jafarzadeh jaggi jagtap jahangiri jahn jaidee jaimes jain jaiswal
jakab jakande jakobsen jakubowski jama jamali jamet janda janicki janik jankauskas janke jankovic janse
jansons janvier janz jaramillo jardim jaspers jasso jauregui jaworski jayaraman jayasinghe jayasuriya jaziri
jeffries jelinek jenssen jeon jeong jeppesen jepsen jespersen jha jia jiao jin jindal jobin johannesen johar
johns johnsson johnston jokinen jomaa jonasson jonker joo joosten jordaan jorgensen josefsson joubert
jourdain jourdan jovanovski jozwiak juarez juhl jukic jullien jumaa juneja junker junqueira jurado juric
justesen juul kaba kabasele kabbani kabila kachali kaczmarczyk kaczor kadam kadlec kadosh kagame kaggwa kahl
kahraman kakar kalala kalama kalinin kalinowski kaljurand kalkan kallio kalmar kalnina kalnins
kalogeropoulos kalule kam kamali kamande kamanga kamata kamath kamble kamga kaminskas kamiya kamp kan kanaan
kanai kande kane kaneda kaneko kania kannan kanno kanoho kanoute kant kante kapadia kapwepwe kar karabulut
karaca karadag karagiannis karahan karakas karakaya karamanlis karatas karels karimzadeh karjalainen karki
karklins karnik karpenko karpinski karpov karppinen karras kartal karunaratne kashyap kask kasongo kasozi
kasparek kasprzak kassab kassem kassis kasukuwere kataoka katayama katona katsaros kattan katumba katumbi
katzir kaufmann kaul kaunda kauppinen kaur kavaliauskas kawabata kawada kawaguchi kawai kawakami kawamoto
kawamura kawanishi kawano kawasaki kawashima kayali kayani kayibanda kazadi kazakov kazantzakis kazemi
kazlauskas kazmi kealoha keating keil kelemen kelleher kellner kelmendi kemp kemppainen kendall kendrick
kenfack kenny kenyatta keola kerekes kern kerr kersten kertesz keshavan kessler kettlewell kettunen keuning
khadka khalaf khaldi khalifa khalili khandelwal khanyile kharchenko khare khatami khatib khatri khattak
khayat khokhar khoo khorasani khosla khosravi khoza khurana kiala kibaki kibet kiefer kiggundu kikuchi
kikwete kilani kileo kilgore kilinc kimathi kimeli kingi kingsley kinoshita kinyanjui kipkemboi kiraly
kirchner kirkland kirkpatrick kirsch kirui kiselev kishi kishimoto kitagawa kitamura kitano kizito kjaer
kjeldsen kjellberg klaassen klausen klemm klimov kling klinger klomp klose klymenko knapp knecht knezevic
knoll knoop knowles knox knutsen kober kobori kocsis koech kofoed koh kohl kohli koirala koivisto koivunen
kojima kokkonen kola kolar kolb kolbe kolehmainen kolesnikov kollar kolodziej kolstad komarov komatsu
komorowski konate konda kondratiev konecny kong konieczny konishi konno kono konovalov konstantinidis
konstantinou kontos koo kooij kook kopec kopecky kopp koppel korkmaz kormos korner koroi koroisau koroma
korpela kos kose kosinski koskela kosonen kostenko kostopoulos kostrzewa kosugi kothari kotze koubek
koulibaly kouyate kovacevic kovacic koval kovalev kovar kowal kowalewski koyama kozak kozma kraaij kragh
krajewski krajnc kral kralj krasniqi kratochvil krebs krejci kretschmer krishnamurthy krishnaswamy
kristoffersen kriz kroger krogh kruk krumins krumm krupa kruse krylov krzeminski kuang kubat kubheka kubiak
kubo kubota kucharski kucuk kudo kudryavtsev kuete kufuor kuhlmann kuijpers kuiper kujawa kukk kulesza
kulikov kumagai kumah kumara kunene kunz kunze kuo kuramoto kurek kuriakose kurian kurniawan kuroda kurokawa
kurosawa kurtulus kurz kusano kushnir kusi kusuma kuti kuusisto kvam kwan kwarteng kwok kwong kyriakou labbe
labelle labuschagne lacerda lachance lacombe lacroix lacson lad lafon lagarde lagerqvist laguna lahlou
lahoud lahtinen lai lakatos lal lalwani lam lama lamb lamberti lambrechts lambropoulos lammers lampinen
lamptey lamy lancaster landi langat langdon langeland langer langley langlois lanza lanzi lapointe laporte
lappalainen larijani larin larkin laroche larson laskaris laskowski lassen latham latorre laukkanen launay
lauria lauritsen laursen lavigne lavoie lawton lazarev lazic lazzari lazzarini leal leary leavai leblanc
leblond lebrun leclair leclerc leclercq lecomte ledger leduc leemans lefort legendre leger leghari legros
leigh leite leitner lejeune leka lelievre lemma lemmens lemoine lemos lengyel lennon lenoir lenz leonardi
leong leonhardt leoni leota leow lepage lepik leppanen lerch lerma lesage lesko lessard leszczynski letsoalo
leveque levesque levine levinson levitt leyva lhomme liao lien liepins lightfoot limachi limaye linares lind
lindahl lindblom lindell lindemann linders lindholm lindner ling linhares lipinski lira livingston
livingstone liyanage lizarraga ljung ljungberg llamas llorente lobato lobo locatelli locke lockwood lodhi
lodi loera lofgren loginov lohmann loiseau lok lolohea lombard lombardini lomeli longbottom longfellow
longhi longoni loo lopera lopo lorentzen lorenzi loureiro lourens lovato lovell lovric lowery loxley lozada
lualhati lubbe lubega lubinda lubis lucchesi lucchini luciani luders ludlow lugo lui luik luk lukic lukin
lukwago lum lumumba luna lundberg lunde lundgren lundqvist lundstrom lungu lupi lupo lupu luque luthra luu
lyimo lynge lyon lyons lysenko lytvyn maake maalouf maas mabaso mabena mabuza macapagal macaraeg macarthur
macdougall macedo macfarlane macgregor mach machacek machala machava machel macias maciejewski maciel
macintosh macintyre mackay mackie mackinnon maclaren macleod macmillan macneil macpherson macrae macri madan
madani madden madej madera madonsela madrid madrigal maeng maestas maffei magalhaes magar magbanua maggi
magi magnani magri magsaysay magufuli magyar mahadevan mahajan mahama maharjan mahdavi maheshwari mahfouz
mahlangu mahmood mahoe mahoney maillard maillot maiorano majdalani majer majewski majumdar mak makau makgoba
makhanya makhlouf makhubela makki makonda makowski makris malan maldonado maleki malema malhan malietoa
malinowski malka mallet malone malta maluleka mamani mamo manalo manansala manca mane manea mangano mangione
mangubat manhica mann manna mannan manninen manning manole manriquez mansouri mantovani manurung manzanares
manzi manzoni mao mapfumo maposa marais marangoni marar marathe marchenko marchesi marchi marciniak marconi
marechal marechaux mares maric marinescu marinho mariotti markou markov markowski marlowe maroun marquet
marrero marrufo marsh marszalek martel martens martensson martinovic martinsen martinsson marty martynenko
martynov marusic maruyama marx marzano mas masango mascarenhas masek maseko mashaba mashele mashinini masi
masini masondo masri massa massaro massawe masse masset massey massingue masters masuda mata matar mathai
mathebula mathews mathiesen mathisen mathur matic matousek matsubara matsuda matsui matsumura matsunaga
matsuo matsuoka matsushita matsuura mattei mattila mattioli mattsson matuszewski matveev maung maurer maurin
mavridis mavuso maximov mayanja maynard mayorga mayr maza mazari mazibuko mazurek mazza mazzoni mbah mbanefo
mbarga mbatha mbaye mbele mbengue mbewe mbia mbida mbodj mboua mboya mbugua mbuyi mcallen mcbride mccabe
mccain mccall mccann mccarty mccauley mcclain mcclure mcconnell mccormack mccormick mccullough mcdaniel
mcdermott mcdowell mcelroy mcfadden mcfarland mcgill mcgovern mcgowan mcgrath mcgraw mcgregor mcguire mchugh
mchunu mckay mckee mclaren mclaughlin mcleod mcmahon mcmanus mcmillan mcnally mcnamara mcneil mcneill
mcpherson mcqueen mdlalose mdluli meade meadows meas medeiros medvedev mehmood mehra mehrotra meinhardt
meintjes meister mejia melendez melgar melin melis mello melnikov melo meloni memon mena menard menchaca
mendizabal mendy meneses menezes meng mengesha mensa menzel mercado mercer merino merkel merlo merrill
merritt merriweather merton merz mesa mesquita meszaros metz metzger meyers meza mezei mezghani mhango
mhatre miah miao miceli michailidis michalak michalik micheli michelsen michiels micklethwaite miettinen
mifune mihaila mihaljevic mikheev mikkelsen mikolajczyk milani milburn milewski millan millar miller millet
mills milosevic milovanovic minelli mineo minton mireles mironov mirzaei misra mistry mitani mitra
mitropoulos mitrovic mitsotakis mitsui miyahara miyake miyamoto miyashita miyata miyazaki miyazawa mizrahi
mizuno mizutani mkandawire mkapa mkhabela mkhize mkhwanazi mlakar mlinaric mnangagwa mngomezulu moala moberg
mobutu mocanu mochizuki modi modise moe moerman mogale mogensen mohamud mohanty mohr mohseni moilanen
moiseev mojica mok mokgosi mokhtar mokhtari mokwena moldovan moldoveanu molefe molenaar molin molinari moll
mollah mollel mollema moloi monaco monaghan mondal mondini mondlane monge moniz monnier monroe monroy monsen
montagna montague montalvo montanari montanez montano montes montez montgomery montoya moody mookerjee moore
moraes morais moran morandi moraru moravec morberg moreland morelli morgenstern morikawa morimoto morina
morioka morishita morita moriyama morley moro moroka moroz morra morrison morrow mortazavi mosca moscato
moseley mosley mota motaung motoki motsepe motta moulin moura mourao mousavi moya moynihan mpofu mrema
mroczek mroz msiska mthembu mthethwa mtshali mubarak mucavele muchiri mudenda mueller mugabe mugabi mugari
mughal mughrabi mugo muhlbauer muigai mujic mujica mujuru mukai mukanya mukendi mukhopadhyay mullen mulligan
mullins mulondo mulumba mumba mungai munguia munier muniz munk munro muntean munteanu mura murad murai
murata murayama murdoch muresan murgia muriithi murillo muriuki murthy murugan museveni mushi musil musilova
musonda musso mustonen musyoka muszynski mutai mutasa mutesa muthu mutiso mutlu mutombo muwanga muzenda
mvula mwai mwakasege mwale mwanawasa mwansa mwaura mwendwa mwinyi myatt myeni myhre mykkanen myklebust myung
nabhan nadar naderi nadkarni naert naess nag nagai nagano nagarajan nagasawa nagata nagel nagpal nagy nahas
nailatikau naito naivalu najafi najm nakagawa nakahara nakai nakamoto nakanishi nakano nakashima nakata
nakayama nakazawa nakhle namatovu nambiar namboodiri namgung nance nandy naqvi narang naranjo narasimhan
narayanan nardi narita narvaez nash nasrallah nassar nastase nasution natarajan nath naude naulivou naumov
navarrete navickas navratil nawaz nawrocki nayak nayar nazari nazario nazzal ncala ndaba ndayizeye ndebele
ndirangu ndongo ndour ndoye neacsu neagu neale nedelcu nedic negi negrete negri negron negru negussie
nekrasov nel nemcova nemes nemoto nergaard neri ness neubauer neuhaus neumeier nevalainen nevarez neveu
newell newman newton nganga ngassa ngata ngcobo ngema nghiem ngoy ngubane nguema ngugi ngwenya nhamo
nhantumbo nhlapo niane niang niazi nica nicoletti nicolini nicolosi nie niemann niemiec nigam nightingale
nijhuis nikam nikiforov nikitin nikolaou nikolovski nikpour nimr ninh nishi nishida nishihara nishikawa
nishimoto nishino nishioka nishiyama nishizawa niskanen nissen nistor nita niu niyonzima njenga njoya
njuguna nkabinde nkansah nkomo nkoulou nkrumah nkulu nkuna nlend nnadi nnaji noack nobile nobre nobrega noda
noguchi nogueira noh noll nomura noonan noort norberg nordin nordstrom norgaard norling noronha nortje
norton nosov nouri novaes novais novakova novakovic novelli novoa nowacki nowakowski nowicki nozaki nsubuga
ntombela ntuli nugent nugroho nurmi nwachukwu nwaneri nwankwo nwokolo nxumalo nyaga nyarko nyathi nyberg
nyembe nyerere nygaard nygard nyirenda nykanen nyman nystrom nyusi nzimande oakenfold oakes obama obasanjo
obaseki obata obeid obeng oberg oberhauser oberoi obote obradovic ocampo ocasio ochiai ochoa oconnell oculi
oda odegaard odeh odili odinga odman odoi odongo odonoghue odukoya oduor oduya ofori ofosu ogasawara ogata
ogbonna ogden ogino ogola oguchi ogunbanjo ogundele ogunlade oguri ogwal ohana ohara ohashi ohayon ohlsson
ohman ohno ohta oikonomou oishi oja ojala ojeda ojha ojo ojukwu oka okabe okamoto okamura okano okawa
okazaki okeefe okeke okereke okocha okolie okonjo okot okoye okpara oksanen okubo okuda okumura okyere
oladipo olah olajide olaniyan olaru olatunji olawale oleary olejnik oliva olivares olivas olivieri olivo
oliynyk ollivier olmos olofsson olszewski oluwole olvera ombati omerovic omori omotoso onal onana ondrus
oneal ong onishi ono onodera ontiveros onwudiwe onyekachi onyshchenko oomen oommen oosterhuis oosthuizen
opara opare opio opitz opiyo opoku opperman oppong oprea oquendo oravec orban ordonez orellana orlandi
orlowski orosz orozco orr orsini orsos oruko osada osagie osakwe osawa osborn oshima oshiro oshodi osipov
osmani osmena osorio ostberg osterberg ostergaard ostrowski otani otedola otero otoo otsuka ott ottaviani
ottley otxoa ouattara ouedraogo ouellet ouellette ouko ouyang overgaard oviedo owczarek owens owusu-ansah
oxley oyama oyelaran oyelowo oyinlola ozaki ozawa ozcan ozen ozer ozgur ozkaya ozkul ozmen ozolins ozols
paananen pabst pace pacheco packer pacquiao padilla padmanabhan padovani padron paez pagan pagani paganini
pagano pagliari paglinawan pahlavi pai paik paine paiva paki palacios palakiko palermo palit palladino palm
palma palmgren palmieri palomino palomo pana panagiotopoulos panagopoulos panayiotou panchenko panda pande
pandolfi pang panganiban pangestu pangilinan panicker panigrahi panjaitan panov pant pantic pantoja panzeri
paoletti paoli paolini pap papadakis papadimitriou papageorgiou papaioannou papandreou papanikolaou paquette
paracha paradis parata paredes parekh parikh parks parlak parmar parn parr parra parrish parry parsa partida
parvu pasini pasquali pasqualini pasquier passoni pastore paswan pasztor pataki pate pathak patil patino
patnaik patra patton paulauskas paulsen paulsson pauwels pavesi pavic pavlenko pavlidis pavlik pavlovic
pawar pawlak pawlik paxton payet peabody peacock pearce pece peck pedraza pedrini pedrosa pedroza peh pei
peixoto pejic pelayo peled pelkonen pelletier peltier peltola peltonen pelttari pemberton penha penhaligon
penn pennington perales peralta perdomo perego peres peretz peric perini perkovic permana peron perret perri
perrier perrone perrot perrotta pesek pesonen pessoa petcu petek petersons petitjean petrauskas petre
petrenko petrescu petridis petrini petrucci petty petukhov pfeffer pfeifer pfister phadke phakathi phelps
philips phung piatek piazza picard piccolo pich pichler pichon pickering piedra pienaar pieper pietrzak
pietrzyk pike pillay pimenta pimentel pineau pineda pinheiro pini pinna pintea pinter pinzon piras pirozzi
pitt pitts piutau piva pizarro pizzi plank plante plaza plummer poirier poisson pokorny polak polakova
polanco pold poli polishchuk polito pollard pollini pollock polo polyakov pomare ponce poncet ponomarenko
ponomarev pons ponti poon popovic popovici popp porcu porras porta portela porterfield portillo porto posada
pospisil postma potapov potier potocnik poudel pouget poulain pourmand pozzi prabhu pradhan prado prager
prandi pratama prates prati pratt preciado preda prempeh prescott presti pretorius preuss prevost prevot
prifti prins prinsloo probst proctor prodan proietti prokhorov proulx pruvost pryor przybylski przybysz
puddu puente puga pugh pugliese puglisi puig puiu pujol pukahi pulido pulkkinen pulu purcell puri purnama
purohit pyo qabbani qadri qarase qazi qian qiao qin qiu quach quah quan quansah quaranta quaresma quartey
quaye queiroz quesada quevedo quezada quiambao quigley quinones quintana quintero quiroga quiroz quispe raab
rabbani rabuka rac racskay racz radebe radic radulescu raes rafferty raghavan raghunathan ragusa rahal
rahayu rahbani rahimi rahmani rai raimondi raiwalui raja rajabi rajagopalan rajapaksa rajput rajwade rakic
rakoto rakotomalala rakotondrabe raleigh ramadhan ramalho ramalingam ramanathan ramaphosa ramaswamy ramezani
rampal ramsbottom ranade randria ranganathan rangel ranieri ranjbar rankovic rapetti rapulana rasanen
rasolofo rastogi rath rathnayake rathod rathore ratnayake rattanakul raty rauch raud rausch raval
ravalomanana ravelli ravn ravouvou rawat rawlings raynaud raza razafindrakoto razavi razo reardon rebane
recio recto redmond reeve reeves regalado regnier rego rehak reich reichel reichert reijnders reilly reimann
reimer reinhardt reiter renault rendon renner renteria renzetti renzi resende resendez restrepo reuter
rexhepi rey reynaud reynoso rezende rhee ribas ricard riccardi ricciardi richards richmond ridley riedel
riedl rieger rifai rigaud riggio riggs righi rigoni riikonen rincon riojas rios rioux ripley rissanen ristic
ristovski ritsema ritter riva rivers riviere rizk rizkallah rizvi roa roach robledo robles roca rocca rocchi
rocher rodarte rodier rodriquez roelofs rogan rogers rogowski roh rohde roig roldan rolland romanenko
romanov romanowski romeijn romney roncoroni ronning rooij rooney roper rosado rosales rosas rosati rosca
roselli rosen rosenfeld rosengren rosenzweig rosselli rossignol rossini rostami rota rotaru rothe rotondi
rourke rousset rovira rowley roxas roychowdhury royer rozsa ruan ruano rubalcaba rubin rudenko rueda ruf
ruggeri ruiter ruotsalainen ruppert rus rutherford rutkowski rutledge ruto ruzicka rwigema ryabov rybak
rybakov rybalko rydberg ryoo saab saadi saar saari saavedra saba sabater sabatier sabatini sabbagh saberi
sabharwal sabo sabra sacchi sacco sachdev sachdeva sachs sackey sadeghi sadek saeki saenz saetang safadi
safavi sagna saha sahli sahni sahoo saiki saini saiz sakaguchi sakai sakakibara sakala sakata sakr saksena
sakuma sakurai salama salame salameh salami salas salcedo salcido saldana saldivar salehi salerno salgado
salinas sall salmon salonga salter salunkhe salvadori salvati salvi samadi samaha samaniego samant samara
samarasinghe samatar samb sampaio sampson samuels samuelsson sande sandford sandoval sandstrom sandu sandvik
sane sangare sankar sankara santacruz santangelo santillan santini santizo santoso sao sapolu saputra saraf
saraiva saraki sarfo sargent sarin sarkar sarkozi sarma sarpong sarr sarti sartori sasada sasagawa sasson
sastry sata sathe sattar sauceda saucedo saunders sauter sauvage savage savane savard savas savchenko
savchuk savelyev savic savimbi savin savoia savolainen sawada sawamura sawant sawaya sawicki saxena saxton
sayed sayers scalise scarpa schaefer schaller scharf schauer scheepers scheffler schell schenk schepers
scherer schiavi schiavone schilder schilling schindler schlegel schlosser schlueter schmitz schoeman
schofield scholten schon schott schou schrader schramm schreiner schroeder schuler schutz schwab schweizer
seabra seaton sechi seddiki sedgwick sedlacek sedlak seeger segers segovia seguin segura sehgal seidl
seifert seiler seitz sekgoto seki sekiguchi sekine selepe semenko semyonov senanayake sener seng senghor
sengupta seol seong sepp seppala seppanen sepulveda sequeira serafini serban sergeev serna serpa serrato
seruiratu sethi sethna seumalo severini sevilla sexwale sezer sforza sha shabalala shabangu shackleton
shadid shafiq shagari shahbazi shaheen shahidi shaikh shakoor shalabi shalom shami shamir shamoun shams shao
sharifi sharmarke sharpe shcherbak shcherbakov sheehan shek shemesh shen sheng shenoy shepard sherpa
sherwood sheth shezi shi shibata shibuya shields shiferaw shih shim shima shimada shimamura shimazaki
shimura shinde shinohara shinozaki shirai shiraishi shirazi shirima shirke shivaramakrishnan shonekan
shrestha shrivastava shroff shukla shum shuttleworth shvets sia sibanda sibiya sichone siddhu siddique
sideris sidhu sidibe sidorov sieber siebert siegel sierra sikdar sikhakhane sikkema sikora sikorski
sillanpaa silverman silvestri sim simanjuntak simard simek simelane simic simion simko simkova simkus
simonetti simonov simons simonsen simukonda simunovic singhal singhania singleton sinha sipila sipos
siqueira sirbu siregar siriwat sironi sisavath sisneros sison sissoko sisulu sithebe sitnikov sitoe situ
situmorang siu sivakumar sivaraman siwale sjogren sjostrom skaar skala skiba skoglund skov skowronski slama
slater sleiman slim slimani sloan slot slovak smets smid smithers smuts smyth snijders snodgrass snyman
soare sobczak sobolewski sobral soderberg soderstrom sodhi sodre soh sohn soininen sok sokolowski solanki
solano soler solheim soliman solis soliz solorzano solovyov soltani som somani somerville somogyi
sondergaard soni sonntag sono sonoda soo sood soomro soos soria soriano sorokin sorrentino sosa sotelo
soukup soumah southgate souvannavong soyinka soylu spaan spada spagnolo spano sparks spears speer spence
spengler sperling spinelli spinola springer spyropoulos squires srinivasan srivastava ssali ssemakula
st-pierre staal stachowiak stadler stahl stamatis stanciu stanic stankevicius stankiewicz stanton stasiak
stastny staudinger stavrou steenbergen steenkamp stefani stefanik stefanski steffensen steinbach stejskal
stenberg stene stenzel stepien stern sterne stevanovic steyn stiles stoian stojanovski stokes stokke stoll
stolz stoner stout strada strauss strickland strnad strobl strom stromberg strydom stumpf sturm subagyo
subbaramaiah subedi suciu suda sueda suero sugawara sugden sugimoto sugita sugiura sugiyama sui sukjai sulc
suljic sultan sumida summers sumulong sundaram sundberg sunde sundstrom suominen suri suryadi susanto
sutanto sutherland suvorov suwannarat svard svedberg svendsen swain swaminathan swamy swan swanepoel swart
swinkels switala sydorenko sykora sylla symonenko szalai szanto szczepanski szczesny sze szekely szekeres
szewczyk szigeti szilagyi szoke szollosi szucs szulc szymczak tabata tabatabai tabet taborda tachibana tada
tadic tae tafoya tagawa tagore taguchi tahan taheri tahiri tai tajima takada takagi takamatsu takamura
takano takayama takeda takemoto takemura takenaka takeuchi takizawa talavera talwar tamang tamayo tambadou
tamez tamihana tamimi tamm tamura tanabe tandia tandon taneja tangen tani taniguchi tanjung tanner tanskanen
tantawi tapia tarasov tas tasci tashiro tasic tata tate tateishi tauber taufa taufahau taumoepeau tavakoli
tawhiri tawil tay tayeb tazi tchami tchinda tchoupo te-ata te-kanawa tedesco teh tejada tejeda tekin teles
tellez tello temba tembe tembo temiz templeton tendulkar teng teo teodorescu teoh tep terada teramoto
terpstra terranova terrazas tervo tesfamariam teshome tessier testa tetley tetteh teunissen texier tezuka
thabethe thackeray thai thapa thapar tharoor thatcher theodoropoulos theodorou theriault theron theunissen
thiam thibodeau thiel thiele thieme thioune thistlethwaite thongdee thorpe thorsen threlfall thwala thygesen
tiainen tian tiberi tichy ticona tierney tikhonov tikkanen tikoduadua tikoirotuma tilahun tilley timera
timmerman timmermans timofeev ting tinubu tirado titov tlou tobin toda todorovic toft toh toivonen tok
tokunaga toledo tolentino tolonen tomar tomaszewski tomczak tomczyk tomei tomic tomita tompkins tong toomey
topal toprak torgersen tornqvist toro torok torre torrent torri toscano tosi tosic tosun touma tournier
tovar toyama toyoda trabelsi trajkovski trandafir trautmann travers trejo tremblay trentini tretyakov
trevelyan trevino trevisan triantafyllou trieu trif trindade trivedi trofimov troiano tromp tronchetti
trotter trudeau trujillo trzcinski tsai tsakalidis tse tseng tshibangu tshilombo tshisekedi tsipras tso
tsuchiya tsuda tsui tsuji tsukamoto tsunoda tsutsumi tsvangirai tsvetkov tuazon tucci tudorache tuilaepa
tuilagi tuimavave tuivasa tully tumwine tunc tuncer tung tuomi tupou turati turco turcotte turcu turei turek
turk turkmen turnbull tuttle tutu tuwai tveit twum tymoshenko tzur uba ucar uchida uchiyama uddin udoh ueda
uehara uemura ueno ugolini ugwu uhl uhlig uhm ulbrich ulloa uludag ulusoy umeda umeh umemoto ung unger
ungureanu upadhyay uppal upton urassa urbanek urbaniak urbanova urbanski urbina urbonas urena uribe urkullu
urquidi urrutia ursu urzua ushakov usmani ustun usui utomo utsumi uygun uys uysal uzor uzun vaai vaca vacek
vachon vaclavik vadasz vaduva vaidya vaillant vainio vainionpaa vaipulu vaknin valadares valadez valdes
valdez valdivia vale valenzuela valeri valle vallee vallejo valles vallet vallone valtonen valverde vandamme
vandenbroeck vanek vanhanen vanhoutte varela varghese varkey varley varma varro vartiainen vasconcelos
vasileiou vasilescu vasiliauskas vasques vasseur vasudevan vasylenko vats vavra vaz vdovychenko veenstra
veiga vela velarde velasquez velazquez veldman veljkovic veloso venkatesan venkatesh venter ventura venturi
venturini verbeek verbruggen verdi verdier verdugo verduzco veres vergara verhagen verheyen verhulst
verlinden vermaak vermeer vernet verschueren versteeg verstraete vesala vestergaard vetter vial viana
vianello vicentini vickery vida vidic vidmar vidovic viera vigil vigneron viitanen vij vik viklund vila
vilakazi vilela viljoen villadsen villalobos villalpando villani villanueva villar villareal villarreal
villasenor villegas vinci vincze vink vinogradov vintila virgen visagie visan vishwanathan visscher vita
vitols vives viviani viviers vlachos vladimirov vlahovic vlaicu vlasov vlcek vliet vlk voelker vogl vohra
voicu voisin volk volpe volpi vondra vongsa vorobyov voronin voronov voros vorster voss vucic vukic vukovic
vuong vuori vuorinen vural vyas wachter wada wadhwa wafula wagenaar wagh wahab wahl wahlberg wainaina
wainwright wakabayashi walczak walden waldron walia waller walters wambua wan wandji wane wanjala waqa
waqanivalu ware warrier warwick washburn washington washio wasilewski watabe waterhouse wattoo wawrzyniak
weatherby weerasinghe wegener wegner weidner weigel weigl weiland weir weis welch weller welsh wendt weng
wennberg wentworth wessels westberg westphal westwood whaanga whalen wharepapa wheatley whelan whitehead
whitehouse whiteley whitlock whitman whitmore wiberg wibowo wickremesinghe widjaja wiegand wiersma wiese
wiggins wigglesworth wijaya wijesinghe wikstrom wilcox wilczek wilde wilder wilk wilke wilkerson wilkes
willard willemsen williamson willoughby wills wimmer winchester windsor winterbottom winters winther wiredu
wirth witherspoon witkowski witt witte wittmann wlodarczyk wojtas wold wolde woldemariam wolfe wolski
wolstenholme wolter wolters womack wongsakul woo woodruff woods woolley wooten worthington wouda wren wrobel
wrona wronski wunderlich wurm wylie wysocki xaba xenakis xing xiong xue xulu yabe yacoub yadava yagi yajima
yakovenko yakovlev yam yamagata yamagishi yamaji yamakawa yamamura yamanaka yamane yamaoka yamashita
yamauchi yameogo yanagi yanez yano yap yaqoob yaremchuk yarwood yassin yasuda yasui yazbek yazdani yazici
ybarra yeager yeboah yee yefimov yegorov yen yeo yeoh yeom yershov yesil yeung yigit yim yin yirga yiu
ylonen yokota yokoyama yoneda yonezawa yoo york yosef yoshikawa yoshimoto yoshimura yoshino yoshioka yousaf
yousafzai yousefi yuasa yucel yue yuen yuksel yulianto yun yung yupanqui yurchenko zago zahran zaichenko
zaidan zaitsev zakharchenko zalewski zaman zamani zambelli zambrano zamudio zand zanella zanetti zang
zaninelli zanini zanotti zapata zappa zaragoza zarate zardari zarei zaremba zarins zavala zaveri zaw
zawadzki zayas zelaya zelenak zeller zeman zengin zennaro zepeda zetterberg zewde zha zhan zhdanov zhuang
zhukov zhuo zia ziani zidane zieba zijlstra zimba zimin zimmer zink zito zivkovic zoghbi zografos zohar
zondi zong zongo zoric zou zouari zubizarreta zucca zucchi zuev zukauskas zuma zungu zuniga zupan zupancic
zurita zvobgo zwart zych
"""


@cache
def more_surnames() -> PackedWords:
    """Names that persons have behind their given names."""
    return PackedWords(_NAMES)
