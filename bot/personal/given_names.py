"""Given names common in the United Kingdom, to tell "I'm Sarah" from "I'm homeless".

Written by hand from general knowledge, across the communities of the country. Names that are
also places or streets ("Victoria") or plain words ("Will") are kept apart, because they count
only with a capital letter and after words that announce a name.
"""

from __future__ import annotations

from bot.personal.spans import words_of

GIVEN_NAMES = words_of(
    """
    aaliyah aaron abbie abby abdi abdirahman abdul abdullah abena abigail abu ada adam adebayo
    adeel adele adil adjoa adnan adrian adriana agnes agnieszka ahmad ahmed aidan aileen ailsa
    aimee aisha aisling ajay akash akosua alan alana alasdair alastair albie aled alejandro
    aleksandra alex alexander alexandra alexandru alexis alfie alfred ali alice alicia alina
    alison alistair allan allison alun alyssa amal amanda amandeep amar ameera amelia amelie
    amina amir amit amrit amy ana anastasia andre andrea andreea andrei andrew andriy andrzej
    andy angela angharad angie angus ania anika anil anisa anita anjali ann anna annabel anne
    annette annie anthony antoni antonio anwar anya aoife archibald archie arif arjun arlo
    arthur arun arwel asad asha ashley asif asma athena aubrey audrey ava avril ayaan ayesha
    aylin ayse azhar aziz babajide baljit balwinder barbara barry bartosz beata beatrice becca
    becky bella ben benjamin bernadette bernard bertha bertram beryl beth bethan bethany betty
    bev beverley bhavna bilal billie billy blessing bob bobby bogdan bonnie bozena brenda
    brendan brian bridget bronwen bryan bryn caitlin callie callum calum cameron camille
    caoimhe carl carla carly carmen carol carole caroline carolyn carwyn carys casey catherine
    cathy catrin catriona cecilia ceri cerys chantelle charlene charles charlie chelsea cheryl
    chidi chinedu chipo chloe chris christian christina christine christopher chukwu chukwuma
    ciara ciaran claire clara clare clifford clive colette colin colleen connor conor
    constantin corey cormac craig cristian cristina cynthia cyril dafydd damian dan daniel
    daniela danielle danny daphne darcy darren dave david dawid dean debbie deborah debra
    declan deepa deepak deirdre delilah delroy delyth denise dennis derek desmond devon dewi
    diana diane dilip dimitri dinesh dipak dmytro dominic dominik donald donna doreen doris
    dorota dorothy doug douglas dudley duncan dylan ebony eddie edgar edith edna edward edwin
    eileen eilidh elaine eleanor elena eleri eli elif elijah elin eliza ella ellen ellie eloise
    elsie elspeth elwyn emeka emilia emily emine emma emmanuel emre emrys enid eoin eric erica
    erik erin esme esther ethan ethel eugene eva evan eve evelyn evie ewa ewan ewelina fahad
    faisal faiza farah farai farhan farid fatema fatima fatma fatoumata felicity felix fergus
    ffion finlay fiona fionn florin floyd folake frances francesca francis fraser fred freda
    freddie frederick freya funmilayo gabriel gabriela gail gareth gary gavin gaynor gemma
    geoff geoffrey georgia georgie georgina geraint gerald geraldine gerard gertrude gethin
    gheorghe gil gilbert gill gillian gina gita giulia gladys glen glenn glenys gloria glyn
    gordon gosia graeme graham grainne greer greg gregory greta grzegorz gurdeep gurpreet guy
    gwen gwendoline gwenllian gwyneth habib hafsa haider hakan halina hamid hamish hamza hana
    hania hannah hardeep harjit harold harpreet harriet harris harry harvey hasan hassan hattie
    hayley hazel heather hector heidi helen helena henry herbert hilary hilda hiroshi hodan
    horace howard hubert huda hugh hugo husna hussain hussein hywel iain ian ibrahim ida idris
    ieuan ifan ifeoma ifrah ilona imogen imran inderjit ingrid innes ioana iona ionut iqbal
    irena irene iryna isaac isabel isabella isabelle isha ishaan isla ismail ivan ivor iwan
    izabela jacek jackie jacob jacqueline jacqui jade jadwiga jagdeep jake jakub jamal james
    jamie jan jane janet janice janine jared jarek jasmin jasmine jason jaswinder jay jayden
    jayne jean jeanette jeannie jeff jeffrey jemma jen jenna jennie jennifer jenny jeremy
    jermaine jerry jerzy jess jessica jill jim jimmy jin jo joan joanna joanne joasia jodie joe
    joel john johnny jon jonathan jordan jorge jose joseph josephine josh joshua joyce juan
    judith judy julia julian julie juliet  justin justyna kacper kai kamal kamil karen
    karim karima karl karolina kasia katarzyna kate katherine kathleen kathryn kathy katie
    katrina kay kayla kayleigh keira keiran keith kelly kelvin ken kenji kenneth kenzie kerry
    kevin khadija khalid kiera kieran kim kinga kiran kirsten kirsty kofi komal krishna
    kristina krystyna krzysztof kuba kuldeep kumar kwabena kwame kyle lachlan lara latoya laura
    lauren laurence layla leah leanne lee leila len lena leo leon leonard leonora leroy lesley
    leslie leticia lewis liam lianne lilian lillian linda lindsay lindsey ling lionel lisa
    liviu liz lizzie llewelyn llinos lloyd lois lola lorna lorraine lottie louis louise luca
    lucas lucy luis lukasz luke luminita luna lydia lynda lynn lynne lynsey lyra mabel macauley
    maciej maddie madeleine madison maeve magdalena maggie maha mahmood mahmoud maia mair
    mairead maja malachy malcolm malgorzata malik manjit manoj manpreet manuel marcin marco
    marcus mared marek margaret maria mariam marian marianne marie marilyn marina mario marion
    marjorie marlene marsha marta martha martin martyn mary maryam mateusz matilda matt matthew
    maud maureen maurice mavis maxine maya mbali meera megan mehmet mehwish mei meinir melanie
    melissa menna meryl meurig mhairi mia michael michaela michal michalina michel michelle
    mick miguel mihaela mihai mike mikey mila mildred milena millicent millie mina ming minnie
    miriam misbah mitchell mohamed mohammad mohammed mohamud moira mollie molly mona monica
    monika morag morven moses muhammad muna muriel murray mustafa myra myrtle nadeem nadia
    naeem nancy nancy-mae naomi narinder nasir nasreen natalia natalie natalka natasha nathan
    nathaniel navdeep naveed nazma neha neil nellie nerys nesta ngozi nia niall niamh nicholas
    nick nicki nicky nicola nicole nicoleta nigel nikita nikki nikolai nina nisha noah noel
    noor nora noreen norman nosheen nour oisin oksana olek olena olga oliver olivia olu olufemi
    oluwaseun oluwatobi olwen omar orla oscar osman ottilie ovidiu owain owen padraig pam
    pamela parminder parveen patricia patrick patrycja paul paula pauline pawel pedro peggy
    penelope perry pete peter petra phil philip philippa phillip phoebe phyllis piotr polly
    pooja prakash pratik priya priyanka qasim quentin rachael rachel radu rafael rafal rahim
    rahman rahul raj rajesh rajinder raju ralph ramesh rana rania rashid ravi raymond razvan
    rebecca reece reena reginald rehana rekha reuben rhian rhiannon rhodri rhona rhys ricardo
    richard rick ricky rita ritu riya robbie robert roberta roberto rocio rodney roger rohan
    rohit roisin roland ronald ronan ronnie rory rosa rosalie rosalind rosemary rosie ross
    roxanne ruaridh rubina rukhsana rupert rupinder rutendo ruth ryan saad sabina sabrina sadia
    saeed safiya sahra said saima sajid saleem salim sally salma sam samantha sami samina samir
    samira samuel sana sandeep sandra sanjay saoirse sara sarah saskia satnam scarlett scott
    seamus sean sebastian selina selma senga serhiy shabana shabir shabnam shahid shaista
    shakil shakira shamim shane shanice shannon sharon shaun shauna shazia sheila shelley
    sheryl shirin shirley shivani shona sian sid sidney sienna silvia simon simone simran
    sinead siobhan sioned sipho siti sofia sonia sonya sophia sophie sorcha sorin stacey stan
    stefan stefania stella stephanie stephen steve steven stewart stuart sujata sukhdeep
    sukhwinder suleman sumaya sunil sunita suresh susan susanna susie suzanne suzy sybil sylvia
    szymon tadeusz tadhg tafadzwa tahir tamara tammy tamsin tania tanya tara tariq tasha
    tatiana ted tegan tejinder temitope tendai terence teresa tessa tetiana thandi thea thelma
    theo theodore theresa thomas tia tiffany tim timothy tina tobias toby tom tomas tomasz
    tommy tomos toni tracey trevor tricia trish tristan trudy tunde tyler tyrone uche uddin
    umar una ursula urszula usha usman val valentina valerie vanessa vasile vera veronica vicki
    vicky vijay vikram vincent viola viorel vivian vivien vivienne volodymyr waheed walid
    walter waqas warren warsame waseem wayne wei wendy wesley wiktor wiktoria wilf wilfred
    william winifred winnie wojciech wyn xavier xiu yasin yasir yasmin yasmine yaw yetunde
    yousef youssef yuan yuki yulia yusuf yvette yvonne zachary zahid zahra zaid zain zainab zak
    zara zaynab zbigniew zeeshan zelda zeynep zoe zofia zubair zuzanna
    """
)

#: Given names that are plain words or places as well: with a capital letter only.
AMBIGUOUS_NAMES = words_of(
    """
    albert amber angel april art august bailey bay bill blair brook brooke bruce carter charity
    charlotte chase chester clay cliff crystal daisy dale dawn dee destiny dick don drew duke
    earl elizabeth ernest faith fern florence ford frank gale gene george ginger glory grace
    grant hank harmony heath holly honey hope hunter iris ivy jack jasper jersey jewel joy june kent
    lance lane leigh lily lincoln major march mark mason max may melody mercy miles milton
    misty mo nelson norma olive paige pat patience peace pearl penny pepper percy pierce poppy
    preston prince princess queenie ray reed rich rob robin rod roman ron rose rowan roy ruby
    rusty sandy sky sonny stanley star sterling sue summer terry tiger tony tracy trinity troy
    victor victoria violet wade ward will winston woody
    """
)
