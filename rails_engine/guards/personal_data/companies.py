"""Large companies and public bodies of many countries, without accents.

Those that are ordinary words are left out. Written for this project.
"""

from __future__ import annotations

from functools import cache

from rails_engine.guards.personal_data.packed_words import PackedWords
from rails_engine.guards.personal_data.recogniser import words

#: In the order of the alphabet; names of several words are joined by ``_``.
_NAMES = """
absa accenture aegon aeroflot aeromexico african_union air_canada air_china air_france air_india
air_new_zealand airbnb airbus airtel al_jazeera albert_heijn aldi alibaba aliexpress alitalia allianz
american_airlines amnesty_international amtrak aramco asda associated_press astrazeneca auchan
austrian_airlines avianca aviva baidu banco_do_brasil banco_santander bank_of_america barclays basf bbva
berkshire_hathaway bharti_airtel biontech blablacar bnp_paribas boehringer_ingelheim boeing booking.com
british_airways broadcom burger_king bytedance capgemini capital_one capitec carlsberg carrefour
cathay_pacific chevron chrysler cisco_systems citibank citigroup citroen coca-cola cognizant colgate
commerzbank conocophillips correios costco credit_agricole credit_suisse daimler danone danske_bank dbs_bank
decathlon deliveroo deloitte delta_air_lines der_spiegel deutsche_bahn deutsche_bank deutsche_post
deutsche_telekom dhl doctors_without_borders domino's dpd dunkin easyjet ebay ecobank edeka equinor
equity_bank ericsson esselunga ethiopian_airlines etihad etisalat etsy european_commission
european_parliament european_union europol eurostar eurowings expedia exxon exxonmobil fedex fiat_chrysler
financial_times finnair flipkart foreign_office foxconn fresenius fujitsu gazprom geico general_motors
glaxosmithkline goldman_sachs greenpeace handelsbanken hdfc heineken henkel hitachi home_office huawei
human_rights_watch hyundai iberdrola icelandair icici inditex infosys interpol intesa_sanpaolo itau
japan_airlines jetblue jp_morgan jpmorgan kenya_airways kpmg kraft_heinz kroger l'oreal latam le_monde
leclerc lenovo lidl lockheed_martin lufthansa lukoil lyft maersk maybank mazda mcdonald's mckinsey
medecins_sans_frontieres medtronic mercadolibre mercadona mercedes-benz metlife migros mitsubishi mizuho
moderna morgan_stanley morrisons movistar munich_re nando's national_health_service natwest nedbank nestle
new_york_times nissan nordea northrop_grumman norwegian_air novartis novo_nordisk oxfam pegasus_airlines
pepsico petrobras petronas peugeot pfizer poczta_polska postnord pricewaterhousecoopers primark qantas
qatar_airways qualcomm rabobank raiffeisen rakuten raytheon red_crescent red_cross reliance_jio renfe repsol
reuters rewe rolls-royce rosneft royal_air_maroc royal_bank_of_scotland royal_mail ryanair safaricom
sainsbury's salvation_army sanofi saudi_aramco save_the_children sberbank scania scotiabank sephora shoprite
siemens singapore_airlines sinopec societe_generale southwest_airlines sparkasse standard_chartered
starbucks state_farm stellantis swedbank swiss_re swissair swisscom t-mobile tap_portugal
tata_consultancy_services telefonica telekom telenor telia telstra tencent tesco the_economist the_guardian
thyssenkrupp toshiba totalenergies transavia trenitalia tripadvisor turkish_airlines unicredit unilever
uniqlo united_airlines united_nations vattenfall verizon virgin_atlantic vodafone volvo_group vueling
waitrose walgreens wall_street_journal washington_post wells_fargo westpac wipro wizz_air wizzair woolworths
world_bank world_food_programme world_health_organization xiaomi zalando zenith_bank
"""
#: In capitals only: in other letters they are words, or nothing.
_ACRONYMS = words(
    "BBC CNN NHS UNICEF UNESCO UNHCR NATO FIFA UEFA NASA FBI CIA NSA MI5 MI6 DHL UPS USPS KLM SNCF OBB SBB "
    "PKP UBS HSBC RBC ANZ DBS SBI HDFC ICICI AXA BNP ING ABN SAP IBM AMD TCS HCL KPMG EY PWC BASF BMW OPEC "
    "IMF WTO ECB EZB IRS DVLA HMRC DHS TSA CDC FDA EPA FEMA MSF WWF RSPCA ADAC AOK TUV "
    "EDF ENGIE ENEL ENI RAI ARD ZDF ORF NPR PBS ESPN"
)


@cache
def companies() -> PackedWords:
    """Their names, of which those of several words are joined by ``_``."""
    return PackedWords(_NAMES)


def is_acronym(word: str) -> bool:
    """Whether these letters, as they are written, name an organisation."""
    return word in _ACRONYMS
