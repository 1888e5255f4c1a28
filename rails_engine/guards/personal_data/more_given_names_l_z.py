"""The second half of the given names that are seen with a capital only.

Written for this project.
"""

from __future__ import annotations

#: In the order of the alphabet.
SECOND_HALF = """

laci lacramioara lada ladda ladislaus ladonna laercio lage lagi lahcen lahiru laia laima lakeesha lakeisha
lakisha laleh lalit lamar lambert lamia lamiaa lamine lammert lancelot landry lanre lansana lanying laquisha
lara larbi lasantha lasha lashawn lashonda lassi latasha latavia latifah latisha latonya latrell laudelina
laureano laurel laurence laurene laurens laurenz laurette laurie laurinda laurine lautaro lavar lavinia
lavonne lawal lawson laxmi layton lazar lazare lazaro leana leander leandra leandre leann leanne lebo
lebogang lebron lech leda leeann leela leen leendert leeroy leevi lefteris leighton leikny leilani lejla
leland lelio leman lemlem lemmikki leni lennard lenni lennox lenny lenora lenuta lenya leo leocadia leocadio
leona leonce leonel leonhard leonida leonidas leonne leonora leontien leontin leontine leopoldina leopoldine
lesego leshek lestari letitia lettie letty leuan levan levent levin levon leyla leyre lhamo lia liana liane
lianne liat liban liborio licia lidwina liesbeth lieselot liesl lieven lifang liga ligaya ligia ligita
lihong liina liis liisi lijuan lilach lili lilian liliane liling lilit lill lillemor lilli lillian lillie
lilly lilou limbani limei limor lina linas lindani lindsay lindsey lingling linn lino linwood lioba lionel
lionello lior liping lirim lisandro liselotte lisen lisette lisiate lison livar livia livio liwayway liwei
lixin liya liyuan liz liza lizzie ljubomir ljupco lleu lleucu llewelyn llinos lluis loane lockie lodovico
loes loeva loick lokelani lola lolade longwei lonneke lonnie lono lorcan lorelei lorella loren lorene lorenz
lorette loriana lorie loris lorne losa losaline losana lotti lottie lotu lou louai louane loubna louella
louie louisette louison louka loup lourenco lourival lovelie loviisa lovise lowie luan luba lubin luce
lucero lucette luchino luciana luciane lucica luciene lucienne lucile lucilia lucilla lucinda lucinha lucio
lucius lucja lucka lucrece lucrecia ludger ludivine ludo ludovica ludovico luigia luigina luisana luisella
luitgard lujza luke lukman lukrezia lula lule lulit lulu lungile luong lupe lupita lusine luwam luyando luz
luzia luzviminda lwazi lydie lyndon lynette lynsey lynton lyosha lysander lyse lyuba lyubomir lyyli maame
maaria maarika maartje maayan macarena macario macdara macharia machiko machteld mack macsen macy madalena
madara maddalena maddie maddison madelon madelyn madge madhav madhu madhura madina madis mado mae mael
maelys mafalda mafi magali magalie magno magnolia mahad mahaut mahdi maheen mahendra mahfoud mahin mahina
mahinda mahlet mahnaz mahsa mahuta maia maicon maija maiju maikel maiko mailis maina maire mairi mairin
maisa maisie maite majken maka makara makareta makis makoa makonnen maks malachi malachy malaurie maldwyn
malena malia malini mallika malo malwine maly mamadi mame mamie mamoru mamou mamta mamuka manami manana
manar manas mandeep mandisa manee manel manfredi manfredo mangala mani manisha manja manjit manju manjula
manjunath manlio manoel manola manolis manolo manouchehr mantas manu manus maqsood mara maraea maram marat
marc marceau marcelin marceline marcelino marcelle marcellin marcellino marci marcial marcio marcsi marcy
margarethe margarida marged margery margje margo margot margrethe margrit margus mariah mariajose mariama
mariame mariamu mariangela mariano marianthi mariateresa maribel maricar maricarmen maricel maricica mariel
mariela mariele mariell mariella marielle mariem marietta mariette marika marilena marilene marilia marilou
marilyne marin marinalva marinette marion maris marise marisela mariska maristela marita marites maritza
mariuccia marivic marjolaine marjolein marjolijn marketta marlen marley marli marlin marloes marlon marlou
marluce marnie marnix maros marouane marquis marsaili marsden marshawn marte marthe martijn martinien
martino martins martta marusya marva marvia marvis marwa maryamu maryanne marybeth maryem maryla marylou
marysia marzia marzieh masaaki masahiko masakazu masami masanori masashi masato masaya masayo masayuki
mascia masha masoud masoumeh massata massimiliano mataio mateus mathea matheus mathew mathias mathijs
mathilda mathurin matias matilda matsuko matt matthaus matthijs mattis matty matus maty maude mauno maura
mauri mauricette maurilio maurine mavis mawuli maximiano maximiliano maximilien maximino maximo maximus
maxwell maya mayank mayara mayeul mayra mayssa mayu mayuko mayur mazlan mckenna mckenzie mduduzi mechtild
medard meelis meenakshi meeri meg megha mehrdad mehreen mehri mehwish meifen meihua meili meilin meindert
meinhard meinir meinrad meir meirion meixiu mekdes mekonnen mel melaine melaku melania melat melchior
melchor mele meli melike melina melisa melle melodie meltem melusine melville menachem menelik mengistu
mengyao merab meral merav merce mereana merel mererid merethe meri meriem merike merita merle merlin merv
merve mervyn meryl meseret mesfin messaoud mesut metin mfundo mher miae micaela micah micha michalina
michelangelo micheline michiel mick mickael mickey micky mieko migle mihaita mihi mihir mihnea mihret miia
miikka miina mijin mikaela mikako mikal mikala mikel mikhal mikias mikio mikolaj milagro milind milja
miljana milkias milo miloud milva mimi mimmi mimmo mimosa mimoza mina minah minal mindaugas minea minerva
minghua mingyu mingzhu minhee minjae minjeong minju minke minkyung minmin minnie minoo minori minseok minsoo
minttu mioara mirabela mirco mirembe miren mirian mirlande mirsad mirta mirza mirzo misa misato misha misi
miska misook mitch mithun mitica mitsuru mitya mitzi miwa miyako miyu mizuho mkrtich moacir moana mobolaji
moctar modeste modesto modibo modupe mohamad mohd mohini mohira mohsen mohsin moira moises mojgan mojisola
mojmir mollie momoka moni monia moniek monir mons montse montserrat monty moona mordecai morena morenike
moreno morgan morgana moriba morteza morton morven moses mosese moshe motoko motti mouad mouloud mounia
mourad moustapha moyosore mphatso mpho mridula mthunzi muge mugisha muguette muhammed muhammet muhd muir
muireann mujde mujo mukamana mukasa mukta mulu mumbi muna munashe muneeb munevver munish munkh munyaradzi
murali murdo murielle murilo murphy murtagh mushtaq musoke mustapha mutale mutesi muthoni mutuku mwaba
mwajuma mwanaidi mwape mwende mwikali mwila myfanwy myint mykel myles myriam myron myrsky myrthe myrtille
myrtle mytty myunghee mzia mzwandile nabeel nabin nabirye naciye nadav nadeeka nadeem nadege nadir nadira
nadya naeem nafisa nafissatou naftali nagaraj nagisa nahed naheed nahla nahuel nainoa nair nairi nais najwa
nakato nakia nalan nalin nalini nalongo namal nambi namjoon namrata namubiru namukasa nanda nandi nando
nandor nanette nangula nantongo naoto napoleon narantuya narayan narcisa narcisse nardos narek narendra
naresh nargiz nargiza nari narine narong nary nasim nasiru nasra nasreddine nasreen nasrin nassali nassim
nassima nastya natacha natale natalina natalio natanael natascha nate nathanael natia natig natividad
natsuko natsume nattapong nattaya nava navdeep naveed navjot nawel nayeli nazan nazanin nazare nazia nazih
nazim nazli nazri nazzareno ncube ndapewa ndayisaba ndegwa ndeshi ndeye ndubuisi nduta neal necati ned nedim
nedo neea neelam neema neeraj neeta negar negash negin neide neila neiva nejat nektarios nelida nelito nell
nella nelleke nelli nello nelly nengah nenita nerea nereida nerina neringa nerio nerissa nermin neslihan
nesrin nesrine nestan nestor nestore nestori neta netta neusa neuza nevaeh neville nevin nevio neymar nga
ngahuia ngan nghia ngone nguyet nhan nhlanhla nhung nhyira nicaise nicanor nicasio niccolo nichola nickesha
nicki nicky nicla nico nicolai nicolasa nicoletta nicolette nicolo nicu nida nidal nidhi nidia nieves nigora
nihal niina nika nikau niki nikke niko nikolaos nikolaus nilar nilda nilde nilesh nilgun niloufar nilson
nilton nilufer nima nimal nimali nimco nimisha nimrod ningning ningsih nino ninon nir niraj niranjan nirmal
nirmala nishant nisrine nissim nitish nivaldo niyonsaba njaal njabulo njambi njoki nkem nkiru nkiruka
nkosana nkosinathi nkurunziza nnenna noa noam nobuhle nobuko nobuo nobuyuki nodar nodir nodira noelani
noelie noelle noemia noha nohea nokuthula nola nolan nollaig nolwazi nolwenn noman nomfundo nompumelelo
nomusa nona nondumiso nong nonhlanhla nonye nooa noortje noppadon noraini norayr norazah norberto norhayati
normunds norris norunn nosipho notburga noureddine nouredine novella novi noxolo nozipho nozomi nqobile
nshan nshimiyimana nthabiseng ntombi nuccia nune nunzia nunzio nuray nurhaliza nurhan nuri nurin nurit
nurlan nursultan nurul nutan nuwan nwabueze nwando nyambura nyasha nyein nyla nyokabi nyoman oakley oanh
obdulia obiageli obiora ochieng octavia octavian octavie odair oddbjorn oddrun oddvin odell odete odhiambo
odila odilon odunayo odysseas ofelia ofer ofir ofra ogechi ognjen oguz ohemaa okello okoth oksanka oktay
olabisi oladele olaf olajumoke olamide olanrewaju olaug olavo olayinka olegario olek olha olimpia olinda
olindo oline oliviero olivio oliwia ollie oloo olufemi olufunke olusegun olusola oluwafemi oluwatobi
oluwatosin olwen olya olympe omari ombeline omkar omolara omondi omotola omri ondine ondra oneil onerva
onesimo onno onofre onofrio onome onyango onyebuchi opal ophelia ophelie oprah orane oratile orazio orcun
oren oreste oriane orietta oriol orit orkhan orlagh orlaith orlane orli orna orsola orson ortrud ortrun
ortwin orville orvokki osbert osea osmar osmo osmund osnat osvaldo oswald oswaldo oswin otabek otar otfried
otgonbayar othmane othmar otilia otso ottaviano ottavio ottilie ottmar ottokar ottone ouafa ouma oumar oumou
ousmane oussama owino oybek oyinkan oyuun ozge ozzie paco pacome padmaja padraic paige paisley pakorn palesa
pallab palmira palmiro paloma panashe pancho panfilo pania pansy panya paora parag paramjit paraschiva
paraskevi paride parisa parth partha parul parvaneh parvez parvin parviz pasang pascaline pascoal pasha
pasquale pasqualina pastora patcharee patricio patrizio paule paulette pauli paulien pauliina paulino paulus
pavan pavlos pawan payal payam payton paz peadar pearlie pearse pedrina peiyu pejman pekko pellegrino pema
pemba penaia pengfei peni penisimani penka pepa pepe percival perdita perihan perla perpetua perrette
perrine persephone perttu peti petja petko peto petras petrica petriina petrine petrona petronela petronella
petros petter petteri petula petunia peyman peyton phalla phat phelim phichai philbert philibert philippine
philomena philomene phindile phineas phirun phonesavanh phong phoolan phuc phumzile phuoc phyo pichit piedad
piera pierangelo piergiorgio pierino pierluigi piero pierpaolo pierrette pierrick piers pihla pilvi pinghua
pinja pinky pino piper pippa pippin piret piripi pirita pirre pisey pista pita pius pixie piyush placide
plamen pleun plinio pnina pola polya pompeo ponciano poonam poppy porfirio pornthip portia porzia posy pouya
prabha prabhakar prabhat prabir prachi pradip prakriti pramod prasanna prasanta prasert prashant prashanth
prasit pratap prateek pratik praveen praveena preecha prem prerna priit primitivo prithvi priti priyantha
prospero prudencio prue prunella puanani pule purificacion purnima pushpa puteri putra putu qiaolian
qingling qiuyue quanisha quincy quinn quinten quintino quique quirijn quirin quirino quiteria quitterie quoc
quyen quynh rabah rabih rabin rabindra rabiu rachele rachida radita radmila rados raegan rafi rafik ragab
raghav raghu ragna ragnvald raheel rahel rahimah rahma rahmat raiko raimondo raimonds raimund raimunda
raimundo raivo rajabu rajan rajani rajat rajeev rajendran rajkumar rajni raju rakel ralston ramachandran
ramadhani ramakrishnan raman ramazan ramil ramin ramnath ramsay ramsey ramune randa randal randolph rangga
raniero ranil ranjan ranjana ranjini ransu ranveig ranya raouf raoul raphaele raphaelle rasa rashad rashaun
rasheed rashida ratiba ratih ratka ratna rattana rauf raven ravindra ravit rawiri rayan rayssa razak reagan
reba rebeca rebekah rebekka recep redouane reece reena reese reetta refilwe refugio regan reggie regiane
reginaldo regis regula regulo rehan rehana rehema reid reija reiji reimund rein reina reinder reine reiner
reinert reinhart reinhild reinhold reinier reinout remco remedios remigio remo remus remy renan renaud renee
reni renji rens renu renuka renzo retno reuben reuven revathi revaz rewi rex reynald reynaldo reza rhea
rhett rhian rhisiart rhoda rhona rianne ricarda richarda rick rickard rickey ricky riddhi ridvan ridzuan
rienk rifat rigby rigobert rigoberto riina rikard rike rikhard rikki riko riku rimantas rina rinaldo rini
rino rinus ritesh rith rithy rituparna rivka riya riza rizal rizalina rizwan robbert robbie robbin robel
robson robyn rocco roch rodel rodelin roderick rodger rodolfo rodolphe rodrigue roeland roelof rogelia
rogerio rohana rohini rokas rokhaya rokia roko rolande rolando rolv roly romaine romane romano romaric romek
romeo romeu romilda romina rommel romolo romuald romualdo romulo romy ron rona ronaldo ronalyn ronda ronen
roney rongji rongo roni ronit ronja ronnie ronny roope roosa roosevelt roque rory rosalba rosalia rosalinda
rosalinde rosamaria rosamund rosana rosangela rosaura roscoe rosel roselaure roseli roseline rosella roselyn
rosemeire rosenda rosendo roser rosetta rosette roshan roshni rosi rosilene rosina rosine rosinha rosita
rositsa rosl roslan roslyn rosnah rossana rossella rostam rotimi roula rovshan rowan rowena rowland roxane
roxie roya royce roza rozita ruairi ruaridh rubens rubina ruchi rudi rudo rudolph rudy ruel rufina rufino
ruggero ruggiero rukhsana rukiye rukmini rumbidzai rumen runar rungnapa ruolan ruoxi rupa rupali ruperto
rupinder ruprecht ruqayya russ ruta rutendo ruthann ruurd ruusu ruut ruvimbo ruwan ruzanna ryder ryland
ryohei ryoko ryosuke rysiek ryuji ryunosuke saadet saadia sabah sabas sabatino sabiha sabina sabino sabir
sabrine sacha sachini sadaf sadako sade sadegh sadia sadie sadik sadiq sadiya saeed safaa safiah safiatou
sagal sagar sagi sahil sahle sahra saida saidi saiful saima saimi sajid saki sakiko sakina sakiusa
salamasina salanieta salaseini saleem salete salif salih salimata salla salme salome salote saltanat salum
salvatrice salvina samak samaneh samanta samarth samba sameera sameli samia samih samina samnang sampath
samra samrawit samson samu samuele samuli samvel sanae sanan sanath sanda sandar sandesh sandi sandile
sandip sandun sanele sanelma sanford sangchul sanghoon sangita sangmin sania sanita sanjana sanjib sanjukta
sanna sanneke sanni santi santina santino santtu sanusi sanzhar saori saowalak sapna sardor sargis sarika
sarit saritha sarkis sarnai saroj sarojini sarra sasan sascha sasha sasithorn satenik satoko satoru satsuki
saturnin saturnino satya satyam saul saule saulius saumya saurabh sauveur saveria saverio savino savitri
savuth sawsan sawyer sayaka sayuri sead sebastiaan sebastiana sebastiano sebastiao seble seda seela seema
sefa sefina segismundo segolene segundo seiichi seiji seiko sejal sekou sela selasi selby selcuk selene
selin selina selma semhar semih semisi semra sena senad senait senay sengphet senni senta seohyun seojin
seokjin seonaid seongho sepideh seppe serafim serafin serafina serafino serap serdar serey serges sergi
serik serob serupepeli seryozha seth setiawan settimio seungho seunghyun seungmin sevara sevda seved
severiano severin severina severine severino sevil sevim sevinc sevinj seydou seyma seymour seyoum sezgin
shabana shabani shabbir shabnam shahbaz shahid shahin shahnaz shahram shahrul shahrzad shahzad shai shaila
shailesh shaimaa shaista shakeel shakuntala shamim shamso shana shaneka shanelle shani shania shanice
shaniqua shanna shante shantell shaoqi shaquille sharad sharada sharifah sharlene sharmila sharyn shaul
shaun shauna shawn shay shayla shayne shazia shea sheela sheelagh sheena shehan shehu shehzad shekhar shelby
sheldon shelia shelton shereen shericka sheridan sherif sherlock sherone sherzod shevaughn shewit shigeki
shigeko shigeo shiho shihong shilpa shimon shingo shintaro shiori shira shirin shirish shirlene shivani
shkelzen shlomit shlomo shmuel shoaib shobha shogo shohei shohreh shoji shoko shona shoshana shpend shqipe
shruti shuang shubham shufang shuhei shuhua shuichi shuji shukhrat shukri shulamit shulan shunsuke shura
shushan shuzhen shyam siale siamak siavash sibilla sibongile sibusiso sibylla sid sidi sidnei sidonie
siegbert sieglinde siegmar siegmund sien sienna sietse sietske siew sifiso sigal sigbjorn sigfrid sighild
sigmar sigmund signy sigune sigvard sigve sihan siim sile silja silvana silvano silvere silverio silvester
silvestre silvestro silvina silvino silviu silviya simao simba sime simen simeon simin simisola simo
simphiwe simran simret sina sinclair sione sioned siphiwe siphokazi sira siranush sirikit sirilak sirja
sirkku sisay siska sisko sissi sitara sitiveni sivert siwan siwoo sixto sizwe sjaak sjef sjoukje skye skylar
skyler sladjana slamet slava slavik slavka slavomir slimane slobodanka smadar smriti snehal sobia sofiane
sofiya sofonias sohail sohee soheila sohrab soile sointu sokha sokhom sokun solbjorg solene soline solomon
solomone sombat somboon somin somjit somkiat sompong somto sona sonal sonali sonam songul sonya soojung
sookja soomin sooyeon sooyoung sophal sophea sopheap sophy soraia sorcha sorinel sorley soroush sosaia soso
sothea sotiris souad soukaina souleymane soulivong soumaya soumya sourav sousan sovann soyeon soyoung spike
srey sreymom sridevi sridhar srikanth sriram ssebunya stan stancu standa stanford stano stas stasia
stavroula stefa steffi stela stelian steliana stelvio stephon sterling stevie stewart sthembiso stig stiina
stoyan struan sturla suat subash subhadra subira subramaniam suchitra sudha sudhakar sudhanshu sudipta
suelen sueli sugandha sugeng suhail suhaimi suharto suhas sujan sujata sujatha suji sujin sukanya sukarno
sukhdev sukhee sukhwinder suki sukru sulastri sulayman sule sulevi sulochana suman sumarni sumie sumin sumit
sumitra sundar sundeep sunethra sungho sunghoon sungjin sungwoo sunisa sunniva supaporn supriya supriyadi
supun surabhi surachai suraj surekha surendra surinder surjit surya suryani susannah sushant sushil sushila
susilo suthida sutrisno suvarna suzan suzanna suzette suzie suzon suzuko suzume suzy svanhild sverker sveta
svetislav svetla swantje syafiq syarif sybilla sybille sybren syed sylke sylvaine sylvester sylvestre
sylvette sylviane synne synneva szilvi szonja szymek taavi tabassum tabatha tabea tadao tadea tadeo tadesse
tadhg tadiwa taehyung taemin taeyang tafadzwa taha tahereh tahira tahsin taiga taija tais taisei taito taiwo
tajae takafumi takahiro takako takanori takao takayuki takeo takudzwa takuma takuya tal talbot talgat tali
talia talita tallak tam tama tamaki tamandani tamar tamati tameka tamera tamia tamrat tamsin tana tanaka
tanase tancrede tancredi tanel taneli taner tanesha tangeni tanguy tania taniela tanisha tanko tanmay
tanushree tanveer tanvi taoufik tapan tapiwa taraneh tarcisio tarik tariro tarjei tarkan tarmo tarquin taryn
tasi tatevik tatiane tatsuhiko tatsuo tatsuro tatu tatum taufik tavaris tavish tavita tavon tawanda tawfik
tawny tayfun tayo teagan tebogo teddy teea teguh tegwen tehmina teija tejas tejaswini tekisha tekle teklu
telemaco telle telma telmo telse temesgen temidayo temilade temur tena teneisha tengiz tenzin teodor teodora
teodros teofilo terenzio terese teresinha teresita terrance terrell terrence terttu teruo tesfalem tess
tessie tetsuo tetsuro teunis teuta tevfik tevita tewodros tewolde thach thaddeus thaksin thales thanakorn
thandeka thandie thandolwethu thant tharindu thato thein thembeka thembi thembisile theobald theodora
theodoros theodosia theodule theophile theresia thibaud thibaut thida thien thijmen thilde thilini thilo
thimo thinh thiphaine thiri thoa thodoris thoko thokozani thom thomasina thongchai thorvald thuan thulani
thuong thura thuraya thurston thuyen thyra tiana tianming tibi tiburcio tidiane tien tiernan tifaine tigran
tiia tiisetso tiit tiiu tijana tilde tillmann tilly tilman tilo timi timmy timoteo tinashe tinatin tingting
tino tinotenda tipene tiphaine tirunesh tirza tisha titi titia titik titilayo tito titouan tiyamike tjeerd
tjitske toader toan tobenna tobi tobia todor togzhan toine toinon toivo tokiko tola tollef tolu tolulope
tolya toma tomasa tomasi tome tomek tomer tomi tomine tommi tommie tomoaki tomoe tomohiro tomoka tomokazu
tomoki tomoya tomoyuki tonci tonda tonderai tonje tonny tonu tonya toomas topi tora toralf tord torfinn
torgeir torgrim torhild tori toribio torkel tornike torquil torsti torvald tosca toshiaki toshihiko
toshihiro toshiyuki tosia touko toussaint tova toyin toyoko tracey tracie trajko travon treasa tremaine
trent trenton trevon trey triin trijntje trina trinh trish trisha trixie truc trude trudel trudi trudie
truls truman trung truong trupti tsehay tsering tsetseg tshegofatso tshepo tsholofelo tsion tsogt tsubasa
tsukasa tsuneo tsvetan tsvetelina tuba tucker tudora tugdual tuhoe tuija tuire tulay tulin tullia tullio
tulsi tumaini tumelo tumi tumusiime tuncay tuomo tural turan ture turlough tuti tuuli tuure tuyet twila tyko
tyra tyree tyrell tyrese tyrique tyrone tyson tyyni tzipora tzvi ubah ubaldo uchechi udin udita udoka udom
ufuoma ugne ugonna ugur uilani uisdean ujjwal ulderico uldis ulisse ulisses ulli ulrikke ulugbek ulukalala
ulviyya ulysse ulysses umaru umberta umesh umid umida unai unaisi unal upendo upendra upul urbain urbano
urho uriel urielle urmas urmila urpo ursel ursule urvashi usain uschi usman usmanu utami utpal uwamahoro
uwase uwimana uyen uzma uzoma vaclava vaea vagif vahan vahe vahid vaibhav vaida vaino vaishali vakhtang val
valbona valdas valdecir valdemar valdir valdis valente valentim valentino valeriano valerien valerio valeriu
valma valon valya vana vanda vanderlei vanderleia vanesa vani vania vanna vanya vappu vardan varpu varsha
vartan varya vasant vasanth vasanthi vasek vasil vasilica vasiti vassiliki vasso vasudev vasudha vasya
vaughn vazgen veasna vebjorn vedat veera veerle veeti veit veli vellamo velta venancio venanzio venceslas
venera veneranda venni ventsislav vered verena verity verna verneri vero veslemoy vesta veta vetle vianney
vibha vibol vic vica vicenta vichai vickie victoire victoriano victorien victorine vidal vidhi vidosava
viengkham vieno viet viivi vijaya vijayalakshmi vika vikas vikki vilde vilhelmiina vilho viliam viliame
viliami vilius vilja viljami ville villemo vilma vimal vimala vimbai vinay vincente vincenza vineet vineeta
vinh vinicius vinita vinzenz violaine violette viorel vipul virender virgile virgilia virgilio virginio
viridiana visal vishnu visitacion visnja vitale vitalie vito vittore vittorio vitya vivaldo viviane vivien
vivienne vjosa vlada vladimiro vladut vlatko voitto vojislav vojta volodya vrinda vroni vugar vusi vytautas
wacek waclaw wadih wagner waheed wahid wahyuni wairimu waisale waisea waithera wakana walaa walburga walli
wally walpurga walt walther walton waltraut wanchai wanderley wangui wanida wanita wanjiru wannes waqar
waqas warner warsame wasantha wassim wasswa wataru wati wawan waweru wayan webster weidong weihua weijie
weimin weiwei wejdan wekesa wenbin wenceslao wendelin wenhua wenjing wenjun wenke wenling wenwen wenzel wes
weslei wessel westley weston whetu wibke wichai wideline widlyne widodo widya wiebe wieger wieland wietse
wiggo wikitoria wilbert wilda wiley wilf wilfred wilfredo wilfried wilhelmina wilhelmine willeke willi
willibald willie willow wilson wiltrud winfried winnie winona winsome winthrop wipa wislande wissam witek
wojtek wole wondimu wonho woodrow woody woojin wooyoung worku woubit wouke wout wulan wulf wynne wynonna
xabier xander xaver xavi xaviere xenia xiangyu xiaobo xiaodong xiaofeng xiaohong xiaohui xiaojun xiaoli
xiaolin xiaoling xiaomei xiaoping xiaoqing xiaotong xiaowei xiaoyan xiaoyu xinyi xinyue xiomara xiumei
xiuying xiuzhen xochitl xolani xolile xuan xuefeng xueli xuemei xueqin yaakov yacine yacouba yadana yadav
yadira yael yaelle yafa yafang yago yahaira yahia yahui yair yakubu yakup yalcin yalda yamila yamile yamini
yamuna yanan yanfei yanhong yani yanina yanique yanis yankho yanli yann yanti yanyan yaping yared yaritza
yaron yasar yasha yashoda yasir yasmeen yasmine yassine yasuharu yasuhiro yasushi yaya yayoi yayra yegor
yehuda yehudit yejin yemi yendi yeonjun yerin yerlan yervand yesenia yesim yessica yewande yiannis yichen
yidnekachew yifan yigal yijun yiming yingluck yingying yinka yiping yitzhak yixuan ylva yngvar yngve yngvild
yoan yoann yoav yodit yoel yogesh yogita yohan yohannes yoichi yoji yolaine yolande yolonda yonatan yongjun
yongping yongsoo yoona yoonji yoram yordanka yordanos yoshiaki yoshie yoshihiro yoshiki yoshimi yoshinori
yoshito yoshiyuki yossi youness younghee youngho youngja youngjae youngmi younis yousra youssouf youssra
yrjo yseult yuanyuan yuching yudi yufeng yuhan yuhua yuichi yuina yujin yukihiro yukino yukio yulan yuli
yuliana yumei yumeko yumin yunfei yunus yunxia yura yurika yuriko yusra yutaka yuval yuxuan yuya yuzhen
yuzuki yvan yvelise zac zacarias zaccaria zachariah zacharias zacharie zack zadie zafar zafer zaharia zaheer
zahia zahid zainabu zainal zainuddin zainul zaira zakaria zakariya zaleha zander zandile zaniah zarina zarko
zawadi zayd zbyszek zdena zdravka zedong zeenat zeeshan zeev zeferino zeger zehava zeinab zeinabou zeke zeki
zeleke zelia zelie zeliha zelma zemin zena zenaida zenek zeno zenta zephirin zephyrin zerihun zerrin zewditu
zeya zhanar zhandos zhaohui zhengguo zhenhua zhenya zhigang zhihao zhihua zhijian zhilan zhiming zhiqiang
zhiwei zhiyuan zhongwei ziba zied zihan zikora zilda zimo zineddine zinhle zinnia zisis ziv zivile zivorad
zixuan ziya zlatan zohreh zoila zola zoli zongying zorana zosia zoubida zouhair zsigmond zsolti zsuzsa
zubaida zuhair zuhal zuhura zula zulaihat zulema zulfiya zulkifli zulmira zurab zuza zuzia zuzka zvonka
zygimantas
"""
