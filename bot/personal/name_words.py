"""Words that tell a name from what only stands where a name could."""

from __future__ import annotations

from bot.personal.spans import words_of

#: Small words inside a name: "van", "bin", "ap".
PARTICLES = words_of(
    """
    de da di la le van von der den al el bin bint ben ap ab o mac abu
    """
)

#: Words that are no part of a name, wherever they stand.
STOP = words_of(
    """
    a able about absent across actually after again against all also always am an and another
    any are around as asap at away back bad badly be because been before being below best
    between both broken but by call called can cannot cant change changed changing coming
    correct could council currently dealing did different do does doing don't dont down due
    during each either else emailing enquiring entitled ever every everything exactly fed
    feeling fine first for from get getting going gone good got had half happy has hasnt have
    having he help her here hers him his hi hello how however i id if ill im in incorrect
    incorrectly instead into is isnt it its just know last late later left like listed live
    living long looking lost mad made making many may me mean might mine misspelled misspelt
    missing more most moved moving much must my name need needed needs never new next no nobody
    none not nothing now of off ok okay old on once one only onto or other our out over own
    part past phone please pls poorly put quite rang really recently registered regarding
    registering removed reporting requesting ringing right run said same see sent she should
    showing shown sick since so some someone something soon sorry spelled spelt staying still
    stuck such taken than thank thanks that the their them then there these they thing this
    those through time tired to today too trying two under unable until up upset us used using
    very waiting want wanting was wasnt we well went were what when where which while who whose
    why will wish with without wondering wont working worried would writing wrong yes yesterday
    yet you your number address email dob postcode born aged age tel mobile son daughter mum
    dad husband wife mother father brother sister neighbour partner friend monday tuesday
    wednesday thursday friday saturday sunday everyone team wants lives letter decision inside
    already whether outside shut closed wasnt isnt didnt couldnt speaking calling
    appears appeared isn't doesn't hasn't wasn't can't won't and/or
    """
)
#: What people say of themselves after "I'm" with a capital letter.
DESCRIPTIONS = words_of(
    """
    deaf blind asian african black white muslim hindu sikh jewish christian catholic buddhist
    european american english scottish welsh irish british polish romanian indian pakistani
    bangladeshi chinese nigerian somali ukrainian afghan syrian iranian iraqi turkish greek
    french german spanish portuguese italian caribbean jamaican ghanaian kenyan arab kurdish
    roma gypsy traveller autistic diabetic epileptic asthmatic disabled homeless unemployed
    retired pregnant single married divorced widowed vegan gay lesbian bisexual trans nonbinary
    student pensioner carer veteran teacher nurse landlord tenant leaseholder homeowner
    resident owner driver parent widow widower victim councillor mp manager director mobile
    able partially registered type full part self long terminally severely very council ex head
    chair secretary treasurer british-asian dyslexic furious angry disgusted livid fuming skint
    broke desperate ill sad alone scared lonely safe covid universal credit pip esa dla ready
    """
)
#: A capitalised second word that makes a place, shop or body of a given name: "Victoria Road".
NOT_SURNAMES = words_of(
    """
    road street avenue lane close drive way crescent court terrace gardens grove square park
    hill house hall school academy college university church hospital centre center surgery
    library station bridge primary junior infant infants secondary high nursery council borough
    city town county green common place row walk mews rise view estate tower towers wharf dock
    docks quay line pub arms hotel inn club bank building buildings field fields cottage
    cottages farm theatre museum market ward ltd limited plc trust foundation ambulance lewis
    spencer stadium keynes cup bay island islands roundabout flyover tunnel day's memorial
    recreation playground nature reserve woods wood cemetery crematorium cathedral abbey castle
    cinema tube bus tram leisure sports community family children's mayor president speaker
    service services unit office
    protocol care scheme card challenge focus
    chairman st rd ave and is was has in on at of the for
    """
)
#: Whose name is not a person's: "the street name is", "company name:".
THINGS_NAMED = words_of(
    """
    street road company business shop school park council building house place town domain user
    pub file brand road's street's dogs dog's cat cats pet estate firm charity club event
    product login wifi trading landlord's stage medicine drug
    """
)
