"""Given names usual in many countries, without accents. Those that are English words are kept apart.

Written for this project; it is a list to recognise by, and says nothing of how a name is to be read.
"""

from __future__ import annotations

from functools import cache

#: Names that are also words, months, places or makes: they count only beside something else of a name.
_AMBIGUOUS = """
will mark may april june august rose grace hope faith joy dawn eve ivy lily violet daisy iris ruby pearl
amber jade olive hazel holly heather summer autumn christian dean drew chase grant hunter mason carter
cooper parker taylor tyler miles max art bill bob frank gene guy jack jay jean jet josh ken lane lee lance
dale dan don earl ernest rich rob rod ray rusty sandy sean sky skip sonny stone sue tad ted terry tony troy
van victor wade ward warren wayne penny patience charity crystal candy carol cherry ginger georgia dakota
austin dallas paris sydney florence chelsea brooklyn savannah charlotte madison jordan israel india china
asia america virginia victoria alexandria lincoln houston jackson kent chad peg pat nick mike pierce reed
robin scout destiny harmony melody mercy prudence noble king prince duke major bishop pope baron angel jesus
noel star rain river forest sage basil clay flint rocky buddy norman roman german francis marina regina
dolores mercedes domingo serena amen ana an al bo de ed la le li ma mi my sam so su tu ye
"""

_PLAIN = """
james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony
donald steven steve stephen paul andrew andy joshua kenneth kevin brian george timothy tim ronald edward
eddie jason jeffrey jeff ryan jacob gary nicholas eric erik jonathan larry justin scott brandon benjamin ben
samuel gregory greg alexander alex patrick dennis jerry adam nathan henry harry douglas doug zachary zach
peter pete kyle walter ethan jeremy harold keith roger noah gerald carl albert arthur bryan bruce billy joe
joey roy eugene louis philip phillip phil russell ralph bobby johnny jimmy jim tommy tom logan liam oliver
elijah lucas aiden jayden gabriel caleb isaac evan owen connor wyatt dylan landon adrian levi isaiah aaron
cody derek trevor shane travis brett craig darren darryl dwayne glenn gordon graham howard hugh ian ivan ken
leonard leon lewis lloyd malcolm marcus marvin maurice melvin mitchell morris neil nigel oscar perry ross
rupert sidney simon spencer stanley stuart theodore theo vernon vincent wesley wendell willis winston
clarence clifford clyde curtis cyril desmond duncan edgar edmund edwin elliott elmer ernie felix fred
freddie frederick geoffrey geoff gilbert harvey herbert herman homer horace hubert jasper jerome julian
kelvin kirk leroy lester luther lyle milton murray nathaniel otis percy preston quentin randall randy
reginald rodney roland rufus sherman silas terence toby todd tobias vance virgil wallace wilbur zane mary
patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley
kimberly kim emily donna michelle amanda melissa deborah debra stephanie rebecca sharon laura cynthia
dorothy amy kathleen angela shirley brenda emma anna pamela nicole samantha katherine christine helen rachel
carolyn janet maria catherine diane olivia julie joyce ruth evelyn joan christina kelly lauren judith megan
andrea cheryl hannah jacqueline martha gloria teresa ann anne sara kathryn janice alice julia judy sophia
denise marilyn danielle beverly isabella theresa diana natalie brittany kayla alexis lori tiffany kathy
tammy bella chloe zoe mia ava abigail ella sofia avery scarlett nora ellie riley leah audrey lucy stella
brooke claire vivian peggy wendy bonnie tracy tina cindy sheila beth kristen kristin ellen elaine gail
suzanne marie eileen irene jill jane joanne joanna lorraine louise lois lydia maggie marjorie maxine meghan
molly monica nadine naomi norma paula phyllis priscilla rhonda rita roberta rosemary sally shannon sherry
sonia stacy sylvia tara thelma vanessa vera wanda yvonne yvette agnes bernice bertha bridget camille
cassandra cecilia celeste celia cora corinne edith eleanor elena elsie esther ethel eunice eva fiona
gertrude gillian gina gwen harriet hilda hillary imogen ingrid jeanette jenna jenny josephine kara katie
kate kathie kendra lucille mabel mandy marcia marian marianne maureen meredith mildred miranda miriam muriel
myra nellie nina noreen olga pauline philippa phoebe polly rachael ramona rosalind rosie roxanne sabrina
selena shelley shelly simone tabitha tamara tanya tessa toni tricia trudy ursula veronica vicki vicky
winifred zelda janeth carmen brianna jasmine alicia alison allison alyssa amelia anita annie april ariana
autumn bianca caitlin carla caroline charlene christy claudia colleen connie courtney daniela darlene daphne
debbie delia desiree dina dora doris elisa elise felicia gabriela gabrielle genevieve geraldine guadalupe
haley heidi ida ines inez irma jackie jaime jamie jana jean jeannie jo joann jocelyn johanna jolene josie
juanita juliet juliana julianne kaitlyn karina karla kathrin katrina kelsey kerry kirsten krista kristina
kristine kristy lacey lana latoya leslie lena leticia lorena loretta lorna luisa lynn lynne mackenzie
madeline mallory marcella margarita margie marisa marissa marla marlene marsha maryann mattie melanie
melinda micheal mindy misty monique nadia natasha nettie nikki pam patsy patti penelope petra rachelle rosa
rosalie rosanne rosario rosemarie roxana ruthie sallie shari shawna sheri sheryl sondra sophie stacey staci
summer susanna susie sybil tamika tasha tatiana teri terri thea traci valerie velma viola viviana whitney
willa wilma yolanda juan jose luis carlos jorge miguel pedro javier manuel francisco rafael fernando sergio
alejandro alberto ricardo roberto eduardo diego pablo raul ruben enrique andres ramon marco mario antonio
angel gustavo hector hugo ignacio joaquin jesus julio lorenzo marcos martin mateo mauricio nicolas pilar
salvador santiago sebastian tomas vicente alfonso alfredo alonso alvaro arturo benito camilo cesar cristian
cristobal emilio ernesto esteban fabian felipe gerardo gonzalo guillermo hernan humberto isidro leonardo
leopoldo narciso octavio orlando pascual ramiro reinaldo rodrigo rogelio teodoro ulises valentin xavier
lucia martina julieta valentina camila mariana fernanda catalina ana isabel dolores concepcion cristina
beatriz alejandra adriana esperanza estela graciela lourdes marisol mercedes milagros nuria raquel rocio
soledad susana ximena consuelo noelia joao paulo luiz marcelo thiago tiago bruno caio vitor otavio renato
leandro anderson gilberto henrique duarte nuno rui vasco goncalo afonso bruna carolina larissa luana manuela
raissa rafaela vitoria thais joana filipa pierre michel claude philippe jacques bernard andre francois
gerard rene laurent christophe olivier guillaume antoine julien mathieu sebastien thierry pascal didier
herve gilles yves yannick alain benoit cedric damien etienne fabrice florian gauthier gregoire hugues lucien
luc marcel maxime mathis noel patrice raymond romain serge stephane sylvain tristan yvon matthieu arnaud
aurelie amelie brigitte cecile chantal charlotte christelle claudine clemence colette delphine dominique
elodie emilie estelle francoise helene isabelle jeanne josiane juliette laetitia laure lea lucie madeleine
manon margaux marguerite martine mathilde michele mireille nathalie odette odile pascale sandrine solange
sylvie therese veronique virginie celine celina agathe anais ariane hans klaus wolfgang jurgen dieter
manfred uwe helmut gunter gunther horst werner gerhard rainer bernd stefan andreas matthias markus frank
christian jens jorg kai karl lars lukas lutz moritz niklas philipp ralf rolf rudiger rudolf sven thorsten
torsten udo ulrich ulf volker wilhelm heinrich heinz hermann johann johannes jonas joachim jakob dirk detlef
dominik eberhard egon erich erwin ernst franz friedrich fritz georg gerd gottfried gregor gustav holger ingo
josef julius konrad kurt leopold ludwig max maximilian norbert otto reinhard siegfried stephan theodor wolf
renate helga karin monika sabine gisela gabriele susanne birgit heike angelika christa elke kerstin katrin
katharina anja silke stefanie ulrike ute anke antje astrid beate bettina birte britta carola cornelia dagmar
dorothea edeltraud elfriede elisabeth erika franziska frieda friederike gerda greta gudrun hanna hannelore
heidrun hedwig hilde hildegard ilse inge irmgard jutta klara leonie lieselotte lotte luise magdalena maike
mareike margarete margit marlies meike nadja nele regine roswitha sibylle sigrid silvia sonja svenja tanja
ulla veronika waltraud wiebke anneliese annemarie giuseppe giovanni luigi francesco angelo vincenzo pietro
salvatore carlo franco domenico paolo giorgio aldo luciano luca alessandro matteo davide stefano fabio
riccardo enrico federico daniele claudio massimo maurizio gianni gianluca giacomo filippo emanuele edoardo
dario cristiano umberto ugo tommaso silvio sandro raffaele nicola mirko mauro marcello ivano guido gino
giancarlo gianfranco giulio fausto ettore ercole donato dino corrado giuseppina giovanna carmela caterina
francesca antonella giulia chiara alessia federica ilaria paola patrizia simona stefania raffaella rosanna
serena lorenza beatrice alessandra arianna aurora camilla donatella eleonora emanuela fiorella gaia giada
ginevra graziella ivana letizia loredana lucrezia margherita marta matilde michela mirella noemi ornella
ottavia tiziana vittoria
"""

_PLAIN_NORTH_EAST = """
lars anders erik johan karl nils lennart sven gunnar olof bengt bo goran hakan ake leif mats ulf stefan
mikael magnus fredrik henrik jonas mattias marcus oskar axel viktor emil gustaf gustav hugo filip ludvig
albin anton arvid bjorn borje christer claes dag egil einar folke frans gosta hjalmar holger ingemar ingvar
ivar jesper joakim kent kjell krister linus malte olle ove patrik peder pontus ragnar rasmus robin roger
rolf rune samuel sixten stellan sture sune svante tage thorsten tobias tomas torbjorn tore ulrik urban
valter vilhelm orjan anna eva maria karin kristina lena kerstin ingrid marie elisabeth birgitta margareta
gunilla inger emma sara malin johanna linnea elin ida sofia hanna julia amanda ebba elsa alva wilma astrid
agneta annika asa barbro berit birgit britt brita camilla carina caroline cecilia ellinor emelie erika frida
gerd gun gunnel gudrun hedvig helena helene hillevi ingeborg jenny josefin kajsa katarina kristin lisa
liselott lotta louise lovisa madeleine maja margit marianne maud mona monica moa nora pernilla pia rebecka
rut saga sandra sigrid siv siri solveig sonja stina susanne svea therese tilda tove tuva ulla ulrika
viktoria yvonne ole arne svein odd knut geir terje tor jens morten hans jorgen espen trond oyvind stein
harald haakon hakon sigurd sverre olav trygve vidar vegard tormod torleif torstein steinar stian snorre
sindre roald reidar randi ottar oddvar njal magne ketil kare jostein halvor halvard gjermund frode finn
erling eirik eivind dagfinn bard asbjorn aslak amund bjorg bodil borghild brit eli ellen gro grethe guri
hege heidi hilde ingunn jorunn kari karoline kjersti liv mari marit mette nina oddny ragnhild reidun rigmor
sidsel signe silje sissel solfrid synnove torill tone torunn trine turid turil unni vigdis wenche soren
niels mads kasper mikkel thomas christian frederik christoffer simon kim torben flemming preben poul bent
borge carsten claus ejner esben hemming henning ib jeppe kaj keld kurt lasse laurids mogens palle steen
steffen svend troels uffe viggo villads anne kirsten hanne lone tine rikke birthe bente charlotte dorthe
gitte helle jytte karen katrine laerke lene lis lisbeth lise lykke malene maren marlene merete nanna
pernille ruth sanne sofie stine vibeke annette birgitte freja ditte julie cille jon sigurdur gudmundur
olafur kristjan arni helgi thor kristinn petur pall halldor thorsteinn gisli johann erlendur tryggvi snorri
hallgrimur haukur egill hrafn ketill steingrimur sverrir unnar valur vilhjalmur orn agust baldur birgir
dagur sigridur margret ingibjorg sigrun helga katrin ragnheidur asta gudbjorg hulda inga jona kolbrun lilja
rosa steinunn svanhildur thora thorunn unnur valgerdur birna bryndis erla freydis hildur hrefna juhani
johannes antero olavi tapani kalevi tapio matti timo antti jari markku mikko pekka juha jukka heikki seppo
hannu ilkka esa petri jouni jouko jorma janne eero erkki risto raimo reijo pentti paavo pertti veikko vesa
tuomas toni teemu tero tauno sami sakari sampo santeri sulo rauno otto onni oskari olli niilo miika marko
lauri kimmo kyosti kauko kalle jaakko ismo hannes einari eino eetu arto arvo asko aimo ahti anneli kaarina
marjatta hannele kristiina liisa tuulikki anja aino aila aira anita anni annukka arja eeva eija eila eini
elina ella emmi erja helmi hilkka inkeri irja irma iida jaana jenni kaija kaisa kati katja katri kirsi
kirsti laura leena lempi maarit marja marjo merja mervi mirja mirjami minna milla noora oona outi paivi
pirjo pirkko raija raili rauha riikka ritva saara sari satu seija sini sinikka sirkka sirpa suvi taina tarja
terhi tiina tuula tytti venla virpi vuokko taimi tyyne petr jiri josef pavel jaroslav martin miroslav
frantisek zdenek vaclav michal karel milan vladimir lukas david jakub ladislav stanislav roman ondrej marek
radek daniel antonin vojtech adam matej miloslav dusan jindrich libor rudolf bohumil bohuslav ales lubos
lubomir vlastimil vit zbynek ivo oldrich otakar premysl radim rostislav stepan svatopluk vladislav jana hana
vera lenka alena katerina petra lucie jaroslava ludmila marketa martina jitka veronika jarmila zdenka
michaela ivana tereza monika zuzana jirina marcela dagmar dana zlata bozena blanka bohumila barbora
drahomira hedvika ilona irena iveta iva kamila kristyna kveta libuse magdalena milada milena miloslava
miroslava olga pavla pavlina radka renata ruzena sarka simona stanislava stepanka svetlana vendula vlasta
vlastimila andrzej piotr krzysztof stanislaw tomasz pawel jozef marcin grzegorz jerzy tadeusz lukasz
zbigniew ryszard dariusz henryk mariusz kazimierz wojciech robert mateusz marian rafal jacek janusz
mieczyslaw mieszko miroslaw maciej slawomir jaroslaw kamil wieslaw wladyslaw artur zdzislaw edward damian
dawid przemyslaw sebastian czeslaw leszek waldemar bartosz bartlomiej bogdan bogumil boleslaw cezary dominik
franciszek ignacy karol konrad krystian leon norbert patryk radoslaw szymon witold zenon zygmunt krystyna
barbara teresa elzbieta janina zofia jadwiga danuta halina ewa malgorzata grazyna stanislawa jolanta
marianna urszula wanda alicja dorota agnieszka beata katarzyna joanna wieslawa iwona genowefa kazimiera
stefania lucyna jozefa alina miroslawa aleksandra bronislawa aneta izabela karolina justyna kinga ludwika
marzena natalia patrycja paulina sylwia weronika wioletta zuzanna edyta eugenia laszlo istvan jozsef janos
zoltan sandor ferenc gabor attila peter tamas zsolt tibor andras csaba imre lajos gyorgy balazs gyula mihaly
karoly roland bela dezso denes kalman erno geza gergely gergo jeno krisztian marton matyas miklos oliver pal
rezso richard szabolcs szilard tivadar vilmos akos aron arpad bence botond csanad kristof levente lorant
mate zalan zsombor ubul ordog odon bertalan benedek barnabas agoston ambrus albert almos elemer elek endre
lorinc lukacs erzsebet katalin zsuzsanna judit agnes andrea julianna krisztina iren eszter magdolna
gabriella szilvia aniko marta rozalia timea piroska ibolya klara tunde agota bernadett boglarka borbala
csilla dora dorottya emese eniko etelka fanni fruzsina gizella gyongyi henrietta hajnalka ildiko iza janka
jolan lilla melinda nikolett noemi orsolya reka rita szidonia terezia valeria virag zita zsanett zsofia
lidia ivan josip ante stjepan mario luka zeljko tomislav nikola ivica zoran mladen dragan dario davor damir
darko boris branko branimir bozo danijel dejan domagoj drago dubravko franjo hrvoje igor jakov josko jure
juraj krunoslav kresimir matija miro mislav nenad niksa pavao petar sasa sinisa slaven slavko srecko stipe
tihomir tin vedran vinko vjekoslav vlado zdravko zlatko zvonimir zvonko milos milorad miodrag momcilo
nebojsa nemanja predrag radovan rade ratko sava slobodan srdjan stevan strahinja uros veljko vladan vuk
zivko marija ana ivanka mira vesna ljubica nada milica mirjana jelena dragica gordana jasna jasminka
jadranka lidija ljerka manda marica marina mateja nevenka ruzica sanja slavica snjezana snezana stefica
suzana tanja tatjana tihana vlatka zeljka zora zorica biserka blazenka bozica branka danica danijela
dubravka dunja dusanka jagoda jagna janez franc marjan alojz bojan bostjan gregor jernej joze joseph klemen
lojze matjaz miha miran mitja primoz rajko rok samo silvo stane tadej tomaz vid vojko ziga zan bruno alenka
andreja bojana breda darja jozica majda mojca natasa polona romana saska spela stanka tadeja tina ursa
valentina zala ziva neza
"""

_PLAIN_WORLD = """
ivan dmitry dmitri sergei sergey andrei andrey alexei alexey mikhail vladimir nikolai nikolay pavel boris
yuri yury igor oleg viktor anatoly vasily grigory konstantin maxim maksim denis artyom artem roman kirill
stanislav evgeny evgeni yevgeny vyacheslav valery vadim leonid lev gennady fyodor fedor ilya timofey timur
ruslan rustam arkady arseny bogdan daniil eduard egor georgy gleb nikita petr pyotr rodion semyon stepan
vitaly vsevolod yaroslav zakhar aslan akhmed ahmed ramzan zelimkhan shamil khasan movsar magomed dzhokhar
umar isa musa ibragim khamzat apti vakha lechi turpal beslan bislan adlan arbi dukvakha islam anastasia
anastasiya natalia natalya ekaterina elena svetlana tatiana tatyana irina galina ludmila lyudmila nadezhda
oksana yulia yuliya valentina larisa marina polina daria darya ksenia ksenya vera lyubov raisa tamara
zinaida zoya alla alina alyona inna inessa inga kira lidia lilia margarita nina olesya snezhana sofya taisia
ulyana varvara vasilisa veronika yana yelena zhanna rosa aminat fatima khava zulikhan zarema zara malika
makka petimat luiza taisa asya aset oleksandr oleksiy andriy vasyl volodymyr mykola mykhailo petro taras
ihor yevhen ostap pavlo serhiy olena iryna nataliya halyna svitlana tetyana yaryna solomiya kateryna ahmad
mohammed mohamed muhammad mohammad mahmoud mustafa omar ali hassan hasan hussein husein hussain ibrahim
ismail youssef yousef yusuf khalid khaled abdullah abdul abdulla abdel abdelrahman abdulaziz abbas adel adil
akram amin amir ammar anwar ashraf ayman aziz bashir bilal faisal farid faris fouad ghassan habib hadi hakim
hamid hamza harun hatem hisham husam idris imad imran ihsan jabir jafar jamal jamil kamal karim khalil latif
maher majid malik mansour marwan mazen mehdi moussa mounir mukhtar munir nabil nader naguib naim nasser
nasir nizar omer osama othman qasim rafiq rahim rami rashid reda ridha riyad saad sabri saif salah saleh
salim salman sameer sami samir selim shadi sharif suleiman sulaiman tahir talal tamer tarek tareq tariq
tawfiq usama wael waleed walid yahya yasin yasser younes zaid zaki ziad zubair aisha aicha amina khadija
zainab zaynab maryam mariam layla leila laila salma yasmin yasmina nour noor huda hanan iman jamila karima
latifa lubna maha malak manal mona nabila nadia najat najla naima nawal rania rasha reem rima rana sahar
salwa samar samira sana sanaa shaima siham soraya sumaya suad wafa warda widad zahra zohra zineb ghada hiba
dalia dina mehmet murat emre burak cem deniz ege kemal kerem onur orhan osman ozan serkan sinan tolga turgut
ufuk umut volkan yavuz yilmaz hakan huseyin ayse emine hatice zeynep elif meryem ozlem pinar sibel sevgi
tugba aylin ebru esra fatma gulsen nurcan raj rajesh rajiv rakesh ramesh ravi rohit sanjay sandeep sanjeev
suresh sunil vijay vikram vinod vivek amit anil anand arjun arun ashok ajay aditya abhishek akash ankit
deepak dinesh ganesh gopal gaurav harish hari karan kiran krishna kumar lakshman mahesh manish manoj mohan
mukesh naveen nikhil nitin pankaj prakash pradeep pranav prasad rahul rishi rohan sachin satish shankar shiv
siddharth subhash tarun uday varun venkat vishal yash priya pooja neha anjali anita asha deepa divya gita
geeta isha jaya jyoti kavita kavya lakshmi lata madhuri meena meera nandini nisha padma pallavi parvati
preeti radha rani rekha ritu sangeeta sarita savita shalini shanti shreya shweta sita smita sneha sunita
sushma swati uma usha vandana vidya wei xiu ying jing yan ping hua ming hong lei tao qiang jian bin hui xin
yu yang xiao chun dong feng guang hai hao jie kai liang mei min nan ning peng qing rong shan shu wen xia
xiang yi yong yuan zhen zhi zhong xiaoming jianguo weiming meiling lihua hiroshi takashi kenji akira satoshi
yuki yuko haruto ren sota yuto hina yui sakura aoi rin mio takeshi tetsuya naoki kazuo kazuki ichiro jiro
saburo shiro daisuke daiki hideki hideo hiro hiroki hiroyuki isamu junichi kaito katsuo kenichi kenta
kiyoshi koichi koji makoto manabu masaki masao masaru minoru mitsuo noboru nobu osamu ryo ryota ryu shigeru
shin shinji shinichi sho shota susumu tadashi taichi taro tatsuya toru toshi toshio tsuyoshi yasuo yoshi
yoshio yuji yusuke yuta akiko ayaka ayako ayumi chie chieko emi emiko eriko etsuko fumiko hanako haruka
harumi hisako hitomi junko kaori kazuko keiko kiyoko kumiko kyoko mai maki mami mariko masako mayumi megumi
michiko midori miho mika miki minako misaki mitsuko miyuki mizuki momoko nana nanako naoko natsuki natsumi
noriko reiko rie rika risa ritsuko ruri sachiko satomi setsuko shizuko sumiko tamiko tomoko tomomi toshiko
yasuko yoko yoshiko yukari yukiko yumi yumiko minjun jihoon seojun hyun jiho minho sungmin jinwoo youngsoo
kyungsoo jisoo minji soojin jiyoung eunji hyejin sunhee seoyeon yuna nguyen minh tuan hung dung thanh quang
huy nam khoa linh trang huong lan ngoc phuong thao thuy hien somchai somsak malee siriporn niran agus budi
dewi eko sri putri rizky wahyu yanto siti nur aisyah kwame kofi kojo kwabena kwaku yaw ama akua abena adwoa
afua efua chinedu chukwu chukwuemeka emeka chidi chinonso ikenna obinna uche ugochukwu nnamdi olumide
oluwaseun ayo tunde babatunde femi segun kunle adebayo adewale ngozi chioma adaeze amara ifeoma nkechi nneka
obioma oluchi onyinye uchenna adaora chiamaka folake yetunde funmilayo temitope tendai tatenda thabo sipho
mandla themba nomsa thandi zanele lindiwe lerato naledi nelson wanjiku kamau mwangi otieno achieng njeri
wambui juma hamisi abebe tesfaye bekele dawit haile selam tsegaye yonas mulugeta girma almaz hirut tigist
birtukan meron jeroen pieter kees piet willem hendrik johannes cornelis gerrit maarten bart bas daan dirk
floris frits geert hans henk jaap jasper jelle joost joris koen lieve luuk maurits menno niels paul pim rik
rob roel ruben ruud sander sjoerd stijn teun thijs tijmen tom wim wouter ype anneke annelies anouk bregje
carla corrie eline els esther femke fleur gerda hanneke hilde ilse ineke inge jolanda johanna josje karin
katrien lieke lotte maaike margriet marieke marijke marja marjan marleen mieke mirjam nienke petra renske
riet roos saskia sanne sofie tineke toos trudy truus wendy willemijn yvonne nikos giorgos yannis kostas
dimitris vasilis panagiotis christos thanasis stavros spyros michalis eleni sofia katerina vasiliki georgia
despina ioanna maria panagiota ion vasile gheorghe nicolae constantin mihai alexandru florin marian adrian
cristian daniel gabriel catalin ciprian cosmin costel doru dumitru emil eugen florea horia ilie iulian
laurentiu liviu lucian marius mircea nelu ovidiu petru radu razvan sorin stefan tiberiu traian tudor
valentin victor vlad ioana mariana andreea alexandra cristina daniela gabriela adriana anca angela aurelia
bianca camelia carmen claudia corina diana doina dorina felicia florentina georgeta ileana iuliana laura
liliana loredana lucia luminita madalina magda mihaela mirela monica nicoleta oana raluca ramona rodica
roxana ruxandra simona sorina stefania violeta viorica patrick seamus sean padraig liam conor cormac declan
eoin fergus niall oisin ronan aoife brigid ciara deirdre fionnuala grainne maeve mairead niamh nuala orla
roisin saoirse sinead siobhan alistair angus callum ewan finlay fraser hamish innes lachlan ailsa catriona
eilidh isla kirsty mhairi morag aled alun bryn carwyn dafydd dylan emrys gareth geraint gethin gwilym huw
hywel ieuan iolo iwan rhodri rhys owain sion tudur angharad bethan bronwen carys catrin ceri eluned ffion
gwenllian lowri mair megan menna nerys nia rhiannon sian tegan nuunu aqqaluk inuk pipaluk ivalu naja
paninnguaq minik nuka kahu tane wiremu hemi rangi aroha hine ngaire
"""

_PLAIN_MORE = """
bartholomew esmeralda beatrix aleksandr cornelius deepika xiulan ignatius henrietta rosalind thandiwe nkechi
suleiman ulrike zeynep tariq marisol itzel ximena araceli yolanda consuelo graciela leonor milagros socorro
anselm benedikt burkhard detlef eckhard friedhelm gerlinde gisela hannelore heinz horst hildegard irmgard
jochen karlheinz kunigunde liesel lothar manfred mechthild reinhard roswitha siegfried sigrid traudl ulrich
volker waltraud wilhelm wolfgang aurelie baptiste bastien celestine clementine corentin damien delphine
edouard emmanuelle fabrice gaelle gaetan ghislaine guillaume isabelle jerome josiane laurent loic ludovic
maelle manon marcel mathilde maxence morgane nathalie noemie oceane olivier pascal patrice quentin raphael
remi romain solange stephane sylvie thibault thierry valerie virginie xavier yannick yves alessandra alessio
benedetta caterina chiara claudio cristiano davide edoardo eleonora elisabetta emanuele enrico fabio
fabrizio federica federico filippo francesca gabriele gianluca gianni giorgia giovanna giovanni giuseppe
graziella ilaria lorenzo luca luigi marcello margherita massimo matteo mattia michele nicola ottavia paolo
pietro raffaele riccardo roberta rosaria sabrina salvatore serena silvia simona stefania tommaso umberto
vincenzo viviana agnieszka aleksandra barbara beata bogdan bozena danuta dariusz dorota elzbieta ewa grazyna
grzegorz halina henryk iwona jadwiga jakub jerzy joanna justyna kamil katarzyna krystyna krzysztof lukasz
maciej malgorzata marek mariusz mateusz michal pawel piotr przemyslaw rafal ryszard slawomir stanislaw
szymon teresa tomasz urszula waldemar wieslaw wojciech zbigniew zdzislaw zofia anastasia boris dmitri
ekaterina fyodor galina gennady grigory irina ksenia larisa lyudmila maxim mikhail nadezhda natalia nikita
oksana oleg oleksandr pavel polina roman ruslan sergei svetlana taras tatiana vadim valentina vasily viktor
vitaly vladimir volodymyr vyacheslav yaroslav yekaterina yevgeny yulia yuri zinaida aditya akash amit anand
anil ankit aparna aruna ashok bhavna chandra chitra devendra dinesh divya gaurav geeta gopal harish indira
ishaan jyoti kavita kishore lakshmi lalita madhuri manish meena mohan mukesh nandini naveen neha nikhil
nisha pooja prakash pranav prasad pratibha preeti priyanka rahul rajendra rajesh rakesh ramesh ranjit rashmi
ravi rekha rohit sachin sandeep sangeeta sanjay santosh savita shalini shankar shashi shreya siddharth sneha
srinivas subhash sudhir sunil sunita suresh swati tushar uday usha vandana vidya vijay vikram vinod vishal
vivek yash abdul abdullah adnan ahmad aisha amal amina amir anwar asma bilal dalia farah farid faisal fatima
fawzi ghada habib hala hamza hanan hasan hisham huda hussein ibrahim imran jamal jamila kamal khadija khaled
khalid laila layla mahmoud mansour maryam mohamed mohammad muhammad mustafa nabil nadia najib nasser nawal
noura omar osama rabia rachid rami rania rashid reem safiya salah salim samir samira sami shadi sharif tarek
wael walid yasmin yasser youssef yusuf zahra zainab ziad adaeze adebayo ama amara ayodele babatunde chiamaka
chidi chidinma chinedu chinwe ebele ebuka efua emeka esi fatou folake funmilayo ifeoma ikenna kelechi
kwabena kwadwo kwaku kwame kwasi lindiwe makena mamadou ndidi nia ngozi nneka nomvula nonso obinna oluchi
oluwaseun olumide onyeka sipho siyabonga tafari thabo tendai themba uche wangari wanjiku yaw yetunde zanele
zodwa akira asuka atsushi ayumi chiyo daisuke emiko fumiko haruka haruki hideki hiroshi hiroko hisashi
ichiro junko kaori katsu kazuki kazuo keiko kenichi kenji kenta kiyoshi koji kumiko kyoko makoto mariko
masahiro masako michiko midori mitsuko naoki naoko noboru noriko osamu rika ryo ryota ryuichi sachiko
satoshi setsuko shigeru shinji shizuka shota takashi takeshi takumi tatsuya tetsuya tomoko toshio tsutomu
yasuko yoko yoshiko yosuke yui yuka yuki yukiko yuko yumi yusuke yuto eun-ji hyun-woo jae-won ji-hoon ji-woo
jin-young joon-ho min-jun min-seo seo-yeon soo-jin sung-min yoo-jin shu-fen wei-ling mei-ling xiao-ming
jia-hui
"""


@cache
def given_names() -> frozenset[str]:
    """Names that are hardly anything else."""
    return frozenset(f"{_PLAIN}{_PLAIN_NORTH_EAST}{_PLAIN_WORLD}{_PLAIN_MORE}".split()) - ambiguous_names()


@cache
def ambiguous_names() -> frozenset[str]:
    """Names that are also other words."""
    return frozenset(_AMBIGUOUS.split())
