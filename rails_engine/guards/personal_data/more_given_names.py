"""Further given names of many countries, without accents; they are seen with a capital only.

Written for this project. In small letters too many of them are words of some language.
"""

from __future__ import annotations

from functools import cache

from rails_engine.guards.personal_data.more_given_names_l_z import SECOND_HALF
from rails_engine.guards.personal_data.packed_words import PackedWords

#: In the order of the alphabet.
_FIRST_HALF = """

aada aafke aakash aakriti aaliyah aaltje aapo aarav aarne aaro aart aarti aasmund aatos aatu abdallah
abdelaziz abdelhamid abdelkader abdelkarim abdelmalek abdelwahab abderrahmane abdi abdikadir abdirahman
abdirizak abdou abdoulaye abdulkadir abdullahi abdulrahman abdur abeba abebech abeiku abel abelardo abhijit
abhinav abilio abioseh abiy abla aboubacar abril acacio achille achim achraf adalbert adama adan adanna
adaobi adebisi adebola adedayo adela adelaida adele adeleke adelheid adelia adelina adeline adelino ademar
ademir ademola adenike adeola adesola adetokunbo adewunmi adham adi adilson adit adjoa adnane adolf adolfo
adom adria adriaan adrien adrienne afolabi afsaneh afshin agata agatha aggrey agim aglae agnesa agnese
agostinho agostino agung agustin ahlam ahmet aibek aida aigerim aiguo aija aikaterini aiko ailani ailbhe
ailish aiman aime aimee ainars aine ainhoa aini ainur aishwarya aisling aissata aissatou aiste aitana aitor
aivar aivars aizhan ajit akamu akane akari akeem akello akhil akihiko akihiro akiki akinola akintunde
akinwale akinyi akio akito akmal akosua akoto aksel alaa alaeddine alan alani alassane alastair alba alban
albertina albie albrecht alcides alcina alda aldair aldina aleida aleksandar aleksander aleksey aleksi
alemayehu alemu aletta alexandre alexandros alexia alfhild alfie alfio alfonza alfred alfreda algernon
algirdas alida alif aline alioune alipate alisher alix aliya aliyu allegra alli alma almudena alofa aloha
alois aloisio alok alper alphonse alpo alrick altair altantsetseg althea alvise alwin alyosha alzbeta amadeo
amadeus amadou amalia amalie aman amancio amandeep amandine amar amarjit amaro amato amauri amaury amaya
ambika ambre ambros ambrose amedeo amela amer americo amerigo aminata aminu amirhossein amirul amnon amol
amos amparo amra amrit amrita anabela anacleto anahera anahi anahit analia analyn anamaria anan ananda
anandi anant anas anastasie anatole anatoli anatoliy andi andile andree andreia andries andrine andris
andrus andryusha aneika anele anette aneurin anezka anfisa ange angele angelica angeliki angelina angelique
anggun angiola anibal anicet aniket anirudh anis anisa anisio anjana anju anka ankita ankur annabel
annabelle annalisa annamari annarita annelie annelise annemiek annet annick anniken annisa annunziata anny
anong anouchka anselme anselmo anshul anssi antanas antara anthoula antoinette antonia antonieta antonina
antonino antonis antoon ants antwan antwon anuj anuoluwapo anupam anura anuradha anurag anush anvar anya
anyango aodhan aoibhe aonghas aparajita aparecida aparecido apichart apinya apio apollinaire apolline
apollonia apolonia apostolos arabella araksya aram aranka arantxa ararat arash arata arben archana archibald
archie archil aref aregash arend arezoo argyris ariadna aribert arie arief ariel arif arild arindam aristide
aristides aristidis arjan arjen arkadi arlete arlette arlindo arlo arman armand armande armando armelle
armen arminda armindo armine arnab arnaldo arnbjorg arnd arndt arnel arnfinn arnhild arno arnold arnoud arnt
arnulf aronne aroon arpita arsene arsenio arshak arta artan arthit arturas arundhati arvin aryan arzu asad
asaf asafa asanka asel asen asep asgeir asgerd ashan ashante ashish ashot ashwin ashwini asier asif asiimwe
askar asli asmund assane assia assunta aster astghik astou astri asuman atef atefeh athanasia athanasios
athumani atieno atilla atsu atsuki atsuko attilio attracta atul aubin aubrey aude audrius audun augusta
auguste augustin augusto augustus aukusti aulis auma aune aung aurea aurel aurelien aurelio aurica aurimas
aurore austeja auvo avelino avi avinash avraham avtandil awhina awino axelle ayaan ayan ayanda ayane ayano
aydin ayele ayelet ayesha ayinde aymeric ayobami ayodeji ayoub aysegul aysel aysun aytan ayten ayush ayyub
azadeh azamat azar azize azlan azman azmi azra azubuike azucena azusa azzedine azzurra baaba baba babacar
babajide babak babirye badr bafana bahaa bahar bahareh baher bahman bahram baiba bairbre bakari bakary
bakhtiyor bakyt bala balaji balbir baldassarre balder baldev baltasar baltazar balthasar balwinder bambang
bamidele banafsheh bandile banu baoqin baraka barasa baris barnabe barnaby barney barrington barry bartek
bartel barthelemy bartholomaus bartolomeo baruch basak basem bashiir basia basile basilio basim bassam
bastienne batbayar batbold baukje bayan bayani bayu beathan bedwyr begona behnam behrouz behzad beibei
bekzod belen belgin belinda belkacem belma belmira benedict benedicte benedita benedito beniamino benicio
benita benjamim benno bento berangere berend berenger berenice bergljot berhane berhanu berk berna
bernadette bernardete bernardo bernhard bernhardine berrin bert berta berthe berthold bertie bertil bertille
bertold bertram bertrand beryl besa besik besnik bessie betsy betul bhagwan bharat bharati bhaskar bhavana
bhavesh bheki bhupinder biagio bianka bibigul bice bijan bikash bimal bimala bina bingbing bingwen binh
biniam binta bintou bipana bipin birger birk biruk birute bishnu bisi bisrat bistra biswajit bituin bjarne
bjarte bjornar blagoja blair blaise blanche blandine blas blathnaid blerim blerta bleuenn blodwen blythe
boakye boaz bodza bogumila bogusia boguslaw bola bolaji bolanle bolat bolek bolormaa boluwatife bomi bongani
bongiwe bonifacio bonifaz bonita boonmee boonsri bopha bora boram borey borislav borre bortolo borya borys
botir boualem boubacar boudewijn boun bounthanh boutros bozidar bozidara bracha brad bradford bradley brahim
bram branca brando branwen braulio brayan brecht brendan breno brent brenton brieuc brigida brigitta brijesh
brisa bronagh bronia bronwyn bror brynhild brynjar bryony buddhika buhle bukola bulent bunmi bunthan burcu
burghard burhan burkhart burt bushra busisiwe bwalya byaruhanga byron byung byungho caden caetano cagri
cahit cairstine caitriona calin calixte calixto callie calogera calogero calum calvin camden cameron canan
candace candela candelaria candice candida candido cansu caoimhe caoimhin carel caridad carine carlene
carlota carlotta carlton carmelo carmine carmo carole carolien cary casandra casey casilda casimir casimiro
caspar cassandre cassia cassidy cassie cassio cataldo catarina cathal cathleen catia cauan cayetano cecil
ceinwen celal celestin celestino celma celso cengiz ceridwen cerys cesare cesario cesira chaeyoung chai
chaima chaiwat chakib chalerm chamara chaminda chana chanchai chanda chandan chandler chandrika changmin
changming chanida channary chantelle chanthou chanwoo chaoxiang charalambos charanjit charbel charleen
charlie charly charoen chathura chatri chau chaz chea chebet cheick cheikh chelsey chenai chenguang cheol
chepkoech cher cherif cherono cheruiyot chester chetan cheyenne chiaki chibueze chibuzo chidiebere chidubem
chiedza chigozie chihiro chijioke chika chikaodili chikondi chilufya chimamanda chimezie chinasa chinatsu
chinenye chinh chinwendu chipo chirag chisato chisom chisomo chizoba chris christabel christal christel
christi christiaan christiane christien christl christodoulos christoph chrysa chuan chuanfu chuck chukwudi
chukwuma chulsoo chunhua chunlan chunmei ciaran cicero cidalia cigdem cihan cili cilla cillian cinzia
cipriano cirilo cisse cixin claas clara clarice clarissa clarisse clarke claud claudete claudette claudie
claudiu clayton clea cleber cleide clelia clem clemens clement clemente cleo cliff clint clinton clive
clodagh clothilde clotilde clovis coen coenraad coinneach colby cole colin coline collin colm colman colombe
conall conceicao concetta concetto concha conchita conrado consolata constanca constance constanze coralie
corazon cordelia cordula corentine coretta corey cori corine corinna corneel cornel corona corrine cory
cosette cosima cosimo coskun costantino costanza costin coumba courtenay cressida crina crisanto crispin
cristiana cristiane cristovao crocifissa cruz csenge ctibor cuauhtemoc cuifang cuong curd custodio cyprien
cyrielle cyrille cyrus dace daciana dacosta daehyun daeun dafna dagmawi dagny dagoberto dagrun dahlia daichi
dainius daithi daiva dalisay dalit daljit dalma dalva damaso dambudzo damiano damienne damilola damion damla
damon dandan dani daniella danilo daniyar daniyel danjuma dankwart danny dante dany daouda dapo daquan dara
darcie darcy dardan darina darius dariush darkhan darla darmawan darnell darrel darrell darshan daryl dash
dasha datu dauren dave davey davi davina davit davoud davron davy dawei dawson dayana dayo dayshawn deandre
deanna deanne debashish debby debi debora dedi deepali deepti deeqa defeng dehua deidre deise deja delfina
delilah delores delphin delroy demarcus demba demetrio demetrius denisa denny denys deolinda deondre derartu
dermot derrick dervla derya deshaun deshawn desideria desislava despoina desta devi devika devin devrim
dewey dexter dhananjay dharmendra dhruv diah dian dianna dianne diarmuid didem didi diederik diem diep
diethelm dietlinde dietmar dietrich dieudonne dieunel dieuwertje digby dilara dilek dilhani dilini dilip
dilma dilnoza dilshod dima dimas dimitar dimitra dimitri dimitrios dimka dinah dinara dinis dinkinesh dinu
dinusha diogo dionisio dionne dipak dipendra dipti dirce divina dixie djamel djamila djeneba djibril doan
dogan dohyun dolf dolly dolma domantas domenic domenica domingas domingos dominic dominika donal donatien
donghyun dongwook donncha donnchadh donnie donny donovan doortje doreen dorian doriana doriane dorien dorine
dorit dorje dorle doron dorothee dorte dottie dougal dov dragos dragoslav drake driek driss drita driton
dror duane duc dudley dudu dugald dulce dulcie dumisani durga dustin duyen duygu dvora dwight dympna dyveke
dzenan dzintra eachann eamon eamonn eavan ebbe ebelechukwu ebere ebony ebrahim eckart eckehard edda eddy
edek edelmira eden eder edgardo edgars edie edik edilson edimar edin edite edmee edmond edmonde edna edon
edson eduarda edvard edvards edwige edwina eefje eelis eemeli effie efraim efrain efren eftychia egbert
egidijus eglantine egle ehsan ehud eiichi eiji eike eiko eilert eimear einat eirini eirlys eirwen eitan
eithne eivor ejike ekene ekta ekwueme elad eladio elaheh elaina elbert elchin elcin elda eleanore eleazar
eleftheria eleftherios eleonore elettra elfi elham eliana eliane elias elida elide elie eliete eliette
eliezer elio eliot eliott elisabeta elisabete elisangela elisee eliseo eliseu eliska eliza ellery elli
elling elliot ellis elly elmar elmo elna elnur eloa eloi eloisa eloise elora elouan eloy elpidio elsabet
elsbeth elspeth elton elvin elvir elvira elvire elvis elwood elya elza emanuel embla emeline emer emeric
emerson emiel emile emilia emiliana emiliano emilien emina emmanouil emmanuel emmett emmy emory emyr
encarnacion enda endah endang enea enes engin enid eniola enkhbayar enkhtuya ennio enno ensio enver enza
enzo eoghan ephraim ephrem eran erasmo ercan erdal erdem erdmann erdogan erhard erica erick eriks erin erlan
erland erlend erlinda ermanno ermelinda ermias erminia erminio erna ernestina ernestine erol errol ersilia
ertan erwan esam esin eskedar esma esmail esme esmee esohe espoir esraa essi estanislao estefania ester
esteri esti ethelbert etiennette etta euan euclides eugenie eugenio eulalia eunbi eunhee eunjoo eunkyung
eusebe eusebia eusebio eusebiu evaldas evandro evangelia evangelina evangelos evans evariste evaristo
evdokia eveliina evelin evelina eveline evelyne everett evert everton evija ewald ewen ewout eyal eyerusalem
eylem eystein ezekiel ezequiel ezinne ezio ezra ezzat fabiana fabien fabienne fabiola fabricio fabrizia
fadel fadi fadila fadime faduma fadwa fahad faiza faizal faizan fajar falk fangfang fanny fanta faouzi farai
farhad farhan farhana farhiya fariba farida farideh farquhar farrah farrukh farshid fartein fartun faruk
farzad farzana farzaneh fasil fatema fatemeh fathi fatih fatiha fatim fatimata fatime fatmir fatna fatoumata
faustin faustine faustino fawad fawzia faye fayez fazli fearghal fearghas feco fedde fedele federigo fedya
fekadu felice feliciana feliciano felicie felicien felicitas felicite felicity felim felipa felisberto
felismina feliu feliza fenella fenfang fengying fenna fenton ferdinand ferdinando fereshteh ferhat feri
ferial feride fermin fern fernand fernande fernao ferruccio feruza fetu fiachra fiacre fidel fidele fidelma
fien fiete fikile fikirte fikret fikru filemon filiberto filipo filippa filiz filomena finbar finja fintan
fionn fionnan fiorenza fiorenzo firas firmin firmino firoz fisayo fitri fitzgerald flaminia flamur flavia
flavie flavien flavio flavius fletcher flore florencia florencio florent florentin florentine florentino
floriana floriane florie flossie floyd flutura fode fokke folarin folasade folashade folker folu forough
forrest fortunata fortunato fosca fotini fotis fowsiya fran frances francette francine francisca franck
francky franka frankie franklin frauke freda freddy frederic frederique fredrika fredrikke freek frehiwot
freya frid fride fridolin fridtjof friedemann frieder friederich friedl friedolin friedrun fritjof fritzi
fritznel froilan froydis fuad fuhua fulbert fulvia fulvio fumio fumiya funda fungai funke funmi furaha furio
fyokla gabi gabija gabika gabin gaby gadi gael gaetana gaetane gaetano gaeun gagandeep gagik gaku galia
galih galileo galit galka galya gamal gamze ganbold ganzorig garba garegin garfield garrett garry garth
gaspar gaspard gaspare gaston gatete gathoni gatien gautier gauvain gavin gavino gayan gayane gayatri gayle
gbemisola gbenga gearoid gebre gede gediminas geertje geertruida geirmund gelu gemma gena genaro generoso
genesio genet geni genia gennaro genta gentian geoffroy georges georgette georgi georgios geraldina geraldo
gerben gereon gerfried gergana gerhild geri gerlind germain germaine germana gernot gero gerolamo gerome
gerrie gerry gert gertie gertjan gertraud gertrud gervais gervasio gesa gesche gesine getachew getahun
geunhye gevorg gezim ghaith ghasem ghazal ghazi ghislain ghulam giacinta giacinto giambattista giampaolo
giampiero giancarla giang gianmarco gianmaria giannis gianpaolo gianpiero gica gideon giedrius gigi gijs gil
gila gilad gilberte gilda gildas giles gillespie gilson gimena ginesa ginette ginny gintaras gints
gioacchino gioele giora giordana giorgi giorgina giosue giovana giovani giovannella girish gisele gislaine
gisle gislinde gitau gitta gitti giuditta giuliana giuliano giulietta giustina giustino giusy gizem gladys
glaucia glauco glenda glenroy glenys gobind goce gocha godefroy godelieve goffredo gojko gokhan goldie
golnaz gonca gontran gonul gonzague goro gosia gotthard gotthold gottlieb gottlob gourav graca gracie
gracieuse grady grania granville grayson grazia graziano grazielle greer greetje gregers gregorio gretchen
grete gretel griffin grigor grigore griselda grisha grzes guangming guendalina guenole guglielmo gugu
guifang guilan guilherme guilhermina guillermina guinevere guiomar guiying gulab gulay gulbahor gulcan guled
guler gulmira gulnar gulnara gulsah gulten gunars gunawan gundula gunel guntis guoliang guoqiang guozhi
gurdeep gurmeet guro gurpreet gurvinder gus gustave gustel guttorm guus guven guzin gwenael gwenaelle gwenda
gwendal gwendoline gwendolyn gwenn gwyneth gwynfor gyanendra gyorgyi gyorgyike gyuri habiba habimana habtamu
hadar hadas hadija hadrien hadwig haejin haeun hafeez hafez hafid hafiz hafsa hagit haidar hailu haim haitao
haitham haiyan hajar haji hajime hajo hakizimana hakob haldis haldor halil halima halimah halit hallgeir
hallvard haluk hamad hamdi hamed hamideh hamidou hamis hanae hanane hande haneul hanh hank hannie hanny
hanoch hanying harbhajan hardeep hardik harinder haris harjit harley harlow harmen harmon haroun harpreet
harri harrie harris harrison harro harsha harshad hartmut hartwig harue haruna haruo harutyun hasini
haslinda hasmik hassiba hasso hattie hauwa havva hawa haya hayat hayato haydee hayden hayk hayley haytham
hazem hazim heath hedda hedi hefin heide heidelinde heidelore heidemarie heiko hein heine heiner heini
heinke heino heinrike heitor helder heledd heleen heli hellevi helma heloisa heloise helvi hema hemant
heming hendra hendri henia henna henner henny henri henriette henrike heraclio herdis heri heriberto
herlinde hermance hermelinda hermenegildo hermes hermien hermine herminia hermod hernando herta hertha heru
hester hettie hetty hewan hezi hibaaq hibo hicham hidde hidenori hidetoshi hieu hikari hikaru hikmet hila
hilaire hilario hilary hildburg hildegunn hilja hilma hilmar himanshu hinata hind hinemoa hinnerk hinrich
hipolito hippolyte hiram hiroaki hirofumi hiromi hironobu hirotaka hisae hisao hitesh hiwot hjordis hlengiwe
hoai hoang hoani hodan hogne hohepa hoku holden homa homero hongmei hongwei honoka honor honore honorine
honza horacio horatiu hortense hossein houda houria hovhannes hrant hripsime hristo htet hubertus huguette
huifang huiling huimin huizhong hulya humaira humphrey hunor hussam huyen hyacinth hyacinthe hyeri hyesoo
hyojin hyunjin hyunjoo hyunsoo hyunwoo iacob iain iara ibby ibrahima ibtissam idalia idalina idar idil
idrissa idrissou idun ieva ifeanyi ifeanyichukwu ifeyinwa ifrah ifunanya ignace ignasi ignat ignaz ignazia
ignazio iheb iina iiris iisakki iivari ijaz ijeoma ike ikechukwu iker ikram ikuko ilaitia ilan ilana ilari
ilcho ilda ildefonso ilgar ilham ilhan ilias ilinca ilir ilisoni ilja ilka ilker ilknur ilma ilmari ilmo
ilpo ilta ilyas ilze imane imani imanol imants imelda imke immacolata immaculada immanuel immo imtiaz inacio
inaki inara inas inbal indah inder indra indre indrek indu inese ingabire ingalill ingela ingelore inghild
ingmar ingolf ingrun inho inka inmaculada innocenzo inocencio inoke insook intan ioane iolana iolanda ionel
ionela ionut iordanis iorwerth ippolito iqbal iracema iraj irakli irem irenee irfan irineu irit irka irune
irvin irving irwin isabela isabell isadora isagani isaias isao isaura isaure isee iseult ishani ishara
ishbel ishita ishwor iside isidore isidoro isikeli isireli islande islom ismael ismahan ismet isobel isolde
isolina issa issam issouf isto itai italo itamar ithel itsuki itzhak itziar iustin ivani ivars ivaylo iver
ivete ivette ivone ivonne ivor iwao iyabo izan izet izumi izzat izzet jaan jabari jaber jabu jabulani jacco
jacinta jacinthe jacinto jacira jacky jacoba jacobo jacopo jacquelyn jada jaden jader jadran jadzia jaehyun
jaemin jaesung jaewon jaeyoung jaga jagdish jagjit jahangir jahmal jair jalal jale jaleel jalmari jamac
jamar jamarcus jamshid janaka jandira janek janelle janette jani janie janika janine janis janneke jannik
jannis janny janosch jantje januario jaquan jared jarek jarkko jarlath jarle jarmo jarrod jarvis jasia
jasiek jasmeet jasmin jasmina jaspal jaswinder jatin jaume javad javed javiera javlon jawad jaxon jayant
jayanta jayanthi jayda jayesh jayla jaylen jayne jazmin jeanine jeannette jeannine jeannot jed jeferson
jefferson jehanne jejomar jelmer jemima jenifer jennie jensen jeonghoon jeongmin jepchirchir jeptoo jere
jeremie jericho jermaine jeronimo jeroom jerri jerrod jess jesse jessenia jessie jessika jessy jesuina
jethro jetske jette jetty jiahao jiajia jiaming jianfeng jianhong jianhua jianjun jianming jianping jianwei
jiayi jiayin jide jigme jignesh jihane jihye jihyun jikke jillian jimena jimi jimin jimmie jindra jingjing
jingyi jinhee jinho jinhua jinky jinlong jinping jinsoo jintana jirka jisun jitendra jiwon jiwoo jiyeon
joanny joaquim joaquina jobst jocelerme jocelyne joci jock jocke jockel joco jodi jodie jody joel joelle
joelma joely joerg joginder johanne johnathan johnnie joko jolaine jolana jolanka jolanthe jolien jolka
jomar jonah jonalyn jonatan jone jongho joni jonna joohyun joon joona joonas joonho joop joos jooseppi joran
jord jordana jordane jordao jordi jordyn jorgine jorulf jorun josaia josefa josefina joseline josep josephe
josette josiah joske josselin jost josue jovan jovana jovelyn jovita juana juci judah judd jude judicael
juergen juhana juhee julcsi jules juli juliane juliano julienne julika juline julissa julka jumana jumoke
junghee jungho junho junhyuk junjie junjun junpei junseo juozas juraci jurek jurema jurga jurgis juri juris
jurriaan jussi justa justina justine justo justus juuso juvenal kaarel kaarin kaarlo kaatje kabir kabiru
kabwe kacper kadeem kadek kadiatou kadidia kadir kadri kaede kagiso kagwe kahiau kaho kahurangi kaia kaiden
kaimana kaiming kainoa kairat kaisu kaitlin kaja kajal kajetan kalani kale kaleb kaleigh kaleo kalervo
kalina kalisi kalliopi kaloyan kalpana kaltoum kalyan kalyani kamaka kamala kamana kamanzi kamarul kambiz
kamel kameron kamini kamol kamran kamsi kamuela kana kanae kanako kanani kanat kanata kanchan kanerva
kaniela kanika kanya kapembwa kapil kapono karam karamoko karanja karapet kareem karem karime karine karita
kariuki karlijn karlis karlotta karolin karri karsten karthik karthikeyan kartik kartika karyn kasey kashif
kasia kasienka kaska kaspar kaspars kassahun kassandra kasumi kasun katariina katayoun katelyn katharine
kathe kathelijne kathi katia katinka katka katlego katlyn kato katriina katsumi katsuya katy kaua kauno
kaushik kaveh kawika kawtar kaya kayden kaye kaylee kayleigh kayo kayode kayoko kazim kazue kazuhiko
kazuhiro kazumi kazuya kazys keabetswe keahi keala kealani keanu kebede kedar keegan keeley keenan kehinde
keigo keiichi keijo keira keisha keisuke keita kekoa kelley kellie kemar kemi kenan kenechukwu kengo kenina
kenjiro kensuke kentaro kenza kenzie keoni keqiang kera keren kermit kerri kersti kerttu keshav keshia
kestutis ketan ketevan keti ketut keyshawn keyvan keza kezia kgomotso khachatur khadidja khadra khady khai
khairul khaldoun khamis khamla khamphone khanh khanyi khanyisile khaoula khatia khaya kheira khethiwe khiem
khin khosrow khushboo khushi kian kiana kidane kidist kielo kiera kieran kieu kilian kimberley kimiko
kiniviliame kinley kip kipchoge kipkoech kiplagat kiprono kiprop kiptoo kirby kiri kiril kirstie kirstin
kirti kit kittipong kittisak kitty kiyomi kjartan kjellaug kjetil klaas klas klaske kleber klemens kobina
kobusingye kody kohei kolade kolawole koldo kolya komal komang konjit konsta konstantina konstantinos
konstanze konul koos koray korbinian korinna korir kornelia kornelius kosal kosisochukwu kostya kosuke kota
kotaro kotryna kouji kourosh krasimir kreso kreszenz kriemhild krijn kris kristi kristian kristoffer kriszta
krysia krystal krystof krzys ksenija kuba kudakwashe kudzai kujtim kulap kuldeep kullervo kumari kunal
kunibert kunio kuno kunthea kurtis kustaa kusum kweku kwesi kyaw kylie kyohei kyomuhendo kyriaki kyriakos
kyuhyun kyunghee
"""


@cache
def more_given_names() -> PackedWords:
    """Names that count with a capital."""
    return PackedWords(_FIRST_HALF + SECOND_HALF)
