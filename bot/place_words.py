"""Words that tell whether a name in a message is a place: what is an everyday word besides, what
stands before and after a place, and names of places outside the United Kingdom.
"""

from __future__ import annotations

from bot.place_tokens import word_set

#: Place names that are everyday words: believed after a preposition with a capital, beside
#: "council", or where somebody says that they live there.
EVERYDAY = word_set(
    """
    abbey acton angel blackness antrim appleton ascot ash aston bacton bala bank banks barking
    barley bath battle battlefield beach bean bear beaufort beer belmont bow bowling box brands
    brandon bray bread bream breast bridge bright broadway brook bury cam case castle chapel
    charing chase cheddar church clay clear close clock coal coalition common cone cook corsham
    council cove coven cross crown dale deal dean deep denny derry diss docking dollar don down
    downs drum ear east eden edge end eye fair farm field fields fish fleet flint food ford
    forest fort forth freshwater garrison garden goring grange grove hale halfway hall ham hand
    hart harvest hawthorn hay head healing heath hedge hermitage hill hive hoe hole holiday
    hollywood home hook hope horn hull idle iron kells king kings knock knowle lake lakes land
    lane law lea leaf lee leek line linen living loans long looe love low lower lye mall malt
    march mark market marsh maze mead mere mid mill mint mole moor mould mull ness new north oak
    oaks ore over oval par park parks pass peel pen penn pickering pike pinner plain plains
    portland normandy jericho gotham waterloo springfield mayfield plane plant point pole pool
    poole port post quarry rain read reading redding reddish rest ring ripe river road rock rose
    row royal rugby rush rye sale saline salt sand sandal sandwich sandy seal send settle shaw
    shed shelf ship shop show sky sleet snow sound south spa spare spring stable stairs stair
    star station step steep stone store stow strand street summer sun swing table tempo thorn
    thorne tongue town tree treat trinity tring tumble turn twin underwood upper vale valley
    victoria virginia wall wallet walls wands wash ware water waterfall wear weir well wells
    west west-end westfield whale wheel white whitehead wick wing winter wire wish wood
    woodstock wool wrangle wye yard yell abc brae croft felling mold
    """
)

#: Never a place but in the strongest evidence, whatever the capital: months, things, titles.
NEVER_PLAIN = word_set(
    """
    borough march may sunday hope church over read mark law point park new bridge road lane
    refuse bank wash victoria king kings queen station post home close sound lake council market
    trinity angel living town idle send settle par rest tempo east west north south mid water
    """
)

#: Place names that are also first names, surnames or titles: a capital alone proves nothing.
PERSONAL = word_set(
    """
    alexandria alfred alton alva antony arnold ashley ashton barnes barnet barry beverley
    bradford bradley brandon burton carlton carlisle chester clapton clare clayton clifford
    clifton clint copeland craven crawford crawley crosby cullen currie dalton denton derby
    douglas dudley dunbar duncan dunlop durham easton eastwood elgin erskine everton fenton
    florence garrison gifford graham grant hamilton hampton harris harlow hartley hastings hayes
    hilton holloway holt houston huntington hurley hutton iona irvine johnston johnstone keith
    kelly kelso kent kenton kerry kimberley lancaster langley leigh leith leslie lewis lincoln
    linton logan london malone marlow melton merton middleton milton moffat montgomery morley
    mortimer morton nelson newton norton oakley percy perth preston radcliffe ramsey richmond
    ripley rodney ross rothwell selby sheldon sherwood shirley singleton stafford stamford
    stanley stanton stirling stratton sutton talbot tracy walker walton warwick washington
    weston whitley wilton winslow windsor worth york
    """
)

#: Words before a name that make it a place.
PREPOSITIONS = word_set(
    "in at near from around of by outside within to nr inside throughout across round"
)

#: Before "in", "at" or "near" and a name: where somebody is, so the name is a place.
LIVING = word_set(
    """
    live lives living lived reside resides resident residents based stay stays staying moved
    moving move house home flat property address am i'm im we're were born located situated
    renting rent
    """
)

#: After a name: a street, a building or a thing of that name, not where somebody lives.
THING_AFTER = word_set(
    """
    road rd street st avenue ave lane ln drive dr court crescent cres way terrace gardens place
    square row grove hill rise walk mews gate roundabout bridge house estate park airport
    railway university college building society bank water police pudding sausage cheese sauce
    united rovers fc afc terrier tea pasty arms hotel inn cathedral castle tower eye marathon
    underground tube overground arena stadium racecourse prison crossing tunnel toll ferry
    online approach puddings games farm foods towers
    """
)

#: After one name: a trade or a thing that only has that name.
OTHER_SENSES = {
    "hackney": word_set(
        "carriage carriages licence license licensing driver drivers badge vehicle cab cabs plate"
    ),
    "london": word_set("charge marathon"),
}

#: After a name: the council, so that the name is one, however it is written.
COUNCIL_WORDS = word_set("council councils borough")

#: Before a name: part of another name ("Bank of Scotland", "Prince of Wales") or of a person's.
NOT_BEFORE = word_set(
    """
    bank church prince princess duke duchess earl lord king queen new university port mr mrs ms
    miss dr called named name mister sir lady saint brother sister friend mum dad son daughter
    aunt uncle like battle hi hello dear regards thanks bishop mayor natural
    """
)

#: Outside the United Kingdom, and near enough that "in Jersey" says where somebody lives.
CROWN = frozenset({"jersey", "guernsey", "alderney", "sark", "herm", "isle of man", "iom"})

#: Other places outside the United Kingdom that people type when asked where they live.
ABROAD = frozenset(
    name.strip()
    for name in """
    channel islands|st helier|st peter port|gibraltar|bermuda|falkland islands|falklands|
    cayman islands|ireland|republic of ireland|eire|roi|irish republic|dublin|cork|galway|limerick|
    waterford|drogheda|dundalk|sligo|kilkenny|donegal|letterkenny|wexford|athlone|tralee|killarney|
    kildare|wicklow|cavan|monaghan|tipperary|paris|france|spain|madrid|barcelona|portugal|lisbon|
    italy|rome|milan|germany|berlin|munich|austria|vienna|switzerland|zurich|geneva|belgium|brussels|
    netherlands|holland|amsterdam|denmark|copenhagen|sweden|stockholm|norway|oslo|finland|helsinki|
    iceland|reykjavik|poland|warsaw|krakow|czech republic|prague|slovakia|hungary|budapest|romania|
    bucharest|bulgaria|sofia|greece|athens|cyprus|malta|turkey|istanbul|croatia|serbia|slovenia|
    ukraine|kyiv|kiev|russia|moscow|latvia|riga|lithuania|vilnius|estonia|tallinn|albania|luxembourg|
    monaco|united states|united states of america|usa|america|new york|new york city|los angeles|
    chicago|california|florida|texas|washington dc|canada|toronto|vancouver|montreal|mexico|brazil|
    argentina|chile|colombia|australia|sydney|melbourne|brisbane|new zealand|auckland|india|delhi|
    mumbai|pakistan|lahore|karachi|islamabad|bangladesh|dhaka|sri lanka|nepal|china|beijing|
    shanghai|hong kong|taiwan|japan|tokyo|south korea|seoul|singapore|malaysia|thailand|bangkok|
    vietnam|philippines|manila|indonesia|dubai|abu dhabi|uae|united arab emirates|saudi arabia|
    qatar|kuwait|israel|iran|iraq|syria|lebanon|egypt|cairo|morocco|tunisia|algeria|nigeria|
    lagos|ghana|accra|kenya|nairobi|uganda|tanzania|south africa|johannesburg|cape town|zimbabwe|
    ethiopia|somalia|sudan|jamaica|barbados|trinidad|tenerife|majorca|mallorca|ibiza|benidorm|abroad|
    overseas|europe|bfpo
    """.replace("\n", "").split("|")
)
