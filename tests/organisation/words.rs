//! What the teams of the organisation are called, and pairs of statements that conflict or only look as if they did. `{s}` is a site.

/// Towns, each a department.
pub(super) const TOWNS: [&str; 24] = [
    "Leeds", "Porto", "Ghent", "Turku", "Graz", "Lublin", "Bergen", "Cork", "Nantes", "Malmo", "Basel", "Trieste", "Split",
    "Tartu", "Vigo", "Brno", "Aarhus", "Bilbao", "Kaunas", "Linz", "Namur", "Oulu", "Pecs", "York",
];

/// Parts of a town, each a team.
pub(super) const QUARTERS: [&str; 24] = [
    "harbour",
    "old town",
    "station",
    "riverside",
    "market",
    "hill",
    "mill",
    "north gate",
    "south gate",
    "garden",
    "castle",
    "bridge",
    "quay",
    "meadow",
    "tower",
    "forest",
    "airport",
    "campus",
    "lake",
    "orchard",
    "foundry",
    "museum",
    "abbey",
    "park",
];

/// People with objectives of their own, by first and last name.
pub(super) const FIRST_NAMES: [&str; 8] = ["Ines", "Rafi", "Greta", "Taro", "Noor", "Pavel", "Mia", "Zuri"];
pub(super) const LAST_NAMES: [&str; 8] = ["Aalto", "Omondi", "Silvers", "Lindqvist", "Haas", "Oduya", "Brandt", "Kowal"];

/// Why an objective stands alone.
pub(super) const REASONS: [&str; 4] = [
    "the cellar was flooded in May, agreed with the town",
    "the roof is ours to mend",
    "keeps the doors open while the union votes",
    "asked for by the fire brigade",
];

/// What the company, its divisions and its departments measure; `^` rises, `v` falls.
pub(super) const UPPER_METRICS: [&str; 8] = [
    "^tenants who would recommend us",
    "vworking days lost to illness",
    "^suppliers paid within their terms",
    "vaccidents with a day lost",
    "^buildings with a heat pump",
    "vletters of complaint",
    "^posts filled from within",
    "^contracts renewed without a tender",
];

/// Two teams that push one measure in opposite directions.
pub(super) const OPPOSED: [[&str; 2]; 16] = [
    ["Raise the share of visits booked online at {s} from 40% to 60%", "Visits booked online at {s}: from 40% down to 25%"],
    ["Lengthen opening hours per week at {s} from 38 to 52", "Cut weekly opening hours at {s} from 38 to 30"],
    ["Increase overtime per nurse at {s} from 4 to 8 hours", "Bring overtime per nurse at {s} down from 4 to 2 hours"],
    [
        "Grow the stock of spare parts at {s} from 1,200 to 1,800 items",
        "Shrink the spare parts stock at {s} from 1,200 to 700 items",
    ],
    ["Raise agency staff at {s} from 20 to 35 people", "Cut the number of agency employees at {s} from 20 to 8 people"],
    ["Raise the average discount at {s} from 6% to 9%", "Lower the mean discount at {s} from 6% to 4%"],
    [
        "Increase advertising spend at {s} from 90k EUR to 140k EUR",
        "Reduce advertising costs at {s} from EUR 90,000 to EUR 60,000",
    ],
    ["Raise customers per adviser at {s} from 40 to 60", "Reduce clients per adviser at {s} from 40 to 28"],
    ["Increase deliveries per day at {s} from 3 to 5", "Cut daily deliveries at {s} from 3 to 2"],
    ["Extend the average stay at {s} from 4.2 to 5.0 nights", "Shorten the mean stay at {s} from 4.2 to 3.4 nights"],
    ["Increase packages per van at {s} from 110 to 150", "Reduce packages per van at {s} from 110 to 90"],
    ["Raise electricity use at {s} from 80 to 110 MWh", "Cut electricity consumption at {s} from 80 to 60 MWh"],
    [
        "Lift the percentage of night shifts at {s} from 20% to 35%",
        "Reduce the proportion of night shifts at {s} from 20% to 10%",
    ],
    ["Increase pupils per class at {s} from 24 to 28", "Reduce the number of pupils per class at {s} from 24 to 20"],
    ["Raise monthly newsletters per member at {s} from 2 to 5", "Cut newsletters per member and month at {s} from 2 to 1"],
    ["Grow cash held at {s} from 1.2M EUR to 2.0M EUR", "Reduce cash held at {s} from 1,200,000 EUR to 800,000 EUR"],
];

/// A department and a team that start one measure from two figures.
pub(super) const OTHER_START: [[&str; 2]; 10] = [
    ["Cut monthly churn of small firms at {s} from 5% to 4%", "Reduce churn of small firms per month at {s} from 6.5% to 5%"],
    ["Raise the share of rents paid on time at {s} from 81% to 90%", "Rents paid on time at {s}: from 74% to 88%"],
    ["Cut average repair time at {s} from 9 to 5 days", "Reduce the mean repair time at {s} from 12 to 8 days"],
    ["Cut the median wait at {s} from 40 to 25 minutes", "Reduce median waiting time at {s} from 55 to 30 minutes"],
    ["Raise sales per shop at {s} from 18k EUR to 24k EUR", "Increase sales per shop at {s} from 15k EUR to 22k EUR"],
    ["Cut absence of employees at {s} from 7% to 5%", "Reduce absence of staff at {s} from 9% to 6%"],
    ["Raise books lent per reader at {s} from 6 to 9", "Increase books lent per reader at {s} from 4 to 7"],
    ["Cut defects per 1,000 castings at {s} from 14 to 8", "Reduce defects per 1,000 castings at {s} from 21 to 12"],
    [
        "Raise the percentage of forms filed online at {s} from 35% to 60%",
        "Increase the share of forms filed online at {s} from 28% to 50%",
    ],
    ["Cut average queue length at {s} from 14 to 8 people", "Bring the average length of the queue at {s} from 19 to 10 people"],
];

/// Two teams that are to bring one measure from one figure to two.
pub(super) const OTHER_TARGET: [[&str; 2]; 10] = [
    ["Cut monthly churn of landlords at {s} from 5% to 4%", "Reduce churn of landlords per month at {s} from 5% to 3%"],
    ["Raise meals served per day at {s} from 300 to 450", "Increase daily meals served at {s} from 300 to 400"],
    ["Grow the number of volunteers at {s} from 40 to 70", "Volunteers at {s}: from 40 to 90"],
    ["Reduce energy costs at {s} from 90k EUR to 70k EUR", "Cut energy spend at {s} from EUR 90,000 to EUR 65,000"],
    ["Raise the proportion of lifts in service at {s} from 88% to 95%", "Lifts in service at {s}: from 88% to 97%"],
    [
        "Cut average time to a first visit at {s} from 21 to 14 days",
        "Reduce the mean time to first visit at {s} from 21 to 10 days",
    ],
    ["Raise trainees per master at {s} from 2 to 4", "Increase the number of trainees per master at {s} from 2 to 3"],
    ["Cut water lost at {s} from 18% to 12%", "Bring the share of water lost at {s} from 18% to 9%"],
    [
        "Raise weekly visitors of the library at {s} from 700 to 900",
        "Increase visitors of the library per week at {s} from 700 to 1,000",
    ],
    [
        "Cut p95 latency of the portal at {s} from 900 ms to 400 ms",
        "Reduce 95th percentile latency of the portal at {s} from 900 ms to 500 ms",
    ],
];

/// Measures that share words and are two.
pub(super) const LOOK_ALIKES: [[&str; 2]; 12] = [
    [
        "Increase support contacts per new customer at {s} from 0.4 to 0.6",
        "Cut support contacts from former customers at {s} from 900 to 500",
    ],
    [
        "Raise the response rate to surveys at {s} from 20% to 35%",
        "Cut the response time to complaints at {s} from 40 to 12 hours",
    ],
    ["Raise revenue per visitor at {s} from 8 to 11 EUR", "Cut cost per visitor at {s} from 5 to 4 EUR"],
    ["Raise nurses who stay a year at {s} from 70% to 80%", "Cut nurses on sick leave at {s} from 9% to 6%"],
    ["Raise calls handled per adviser at {s} from 30 to 40", "Keep calls handled per adviser at {s} at or below 45"],
    ["Cut churn of firms over 50 seats at {s} from 3.1% to 2.4%", "Cut churn of firms at {s} from 5% to 4%"],
    ["Raise 30-day retention of tenants at {s} from 60% to 70%", "Raise 90-day retention of tenants at {s} from 35% to 45%"],
    [
        "Raise the share of bulk orders shipped the same day at {s} from 50% to 70%",
        "Cut the share of bulk orders sent back at {s} from 9% to 5%",
    ],
    ["Raise day surgery at {s} from 120 to 180 cases", "Cut night surgery at {s} from 60 to 30 cases"],
    ["Increase overtime of drivers at {s} from 20 to 30 hours", "Cut overtime of clerks at {s} from 35 to 15 hours"],
    [
        "Raise inspections passed at first visit at {s} from 70% to 85%",
        "Cut inspections that need two people at {s} from 40% to 20%",
    ],
    ["Raise gross margin on spare parts at {s} from 22% to 26%", "Cut net margin variance of projects at {s} from 9% to 5%"],
];

/// How much there is of something, how fast or how cheap it is, and how good.
pub(super) const FLOWS: [[&str; 2]; 8] = [
    ["Grow new leads at {s} from 2,000 to 4,000", "Raise the share of leads that become customers at {s} from 6% to 10%"],
    ["Raise throughput at {s} from 900 to 1,100 units per shift", "Raise first-pass yield at {s} from 93% to 97%"],
    ["Cut time to fill a post at {s} from 60 to 35 days", "Raise quality of hire at {s} from 62% to 75%"],
    ["Raise bed occupancy at {s} from 82% to 92%", "Cut hospital-acquired infections at {s} from 14 to 6 a month"],
    ["Cut the median length of stay at {s} from 6.2 to 5.1 days", "Cut readmissions within 30 days at {s} from 12% to 8%"],
    ["Raise deployments per week at {s} from 5 to 20", "Cut incidents per month at {s} from 18 to 8"],
    ["Raise new donors at {s} from 800 to 1,400", "Raise donor retention at {s} from 30% to 45%"],
    ["Grow output per shift at {s} from 400 to 520 units", "Cut lost-time injuries at {s} from 9 to 3"],
];

/// What is added up over teams, with its unit.
pub(super) const SUMS: [(&str, &str); 4] = [
    ("new annual revenue", "k EUR"),
    ("homes rented to families", ""),
    ("tonnes of food handed out", ""),
    ("solar power fed in", " MWh"),
];

/// What is measured as a share, with its unit.
pub(super) const SHARES: [(&str, &str); 3] =
    [("first-year retention of tenants", "%"), ("children vaccinated before school", "%"), ("homes with fast internet", "%")];
