// Step 3's formula, and what leads out where no plan keeps every rule.

const up = number => Math.ceil(number - 1e-9) + 0, down = number => Math.floor(number + 1e-9);

// What comes without prospecting, and the visits to prospects that a growth asks for.
function unasked(need) {
  const lost = need.revenue_eur * need.attrition_rate;
  const stayed = need.revenue_eur - lost + (need.revenue_eur - lost) * need.client_growth_rate;
  return stayed + need.inflow_eur + need.won_back_eur;
}

function targetOf(need, growth) {
  const toWin = Math.max(need.revenue_eur * (1 + growth) - unasked(need), 0);
  const clients = up(toWin * need.plan_share / need.new_client_revenue_eur);
  return up(up(clients / Math.max(need.conversion_rate, 1e-9)) * need.visits_per_prospect);
}

// The largest growth, in tenths of a percent, for which so many visits are enough.
function growthOf(need, target) {
  const clients = down(down(target / need.visits_per_prospect) * need.conversion_rate);
  const won = clients * need.new_client_revenue_eur / need.plan_share;
  return down(((unasked(need) + won) / need.revenue_eur - 1) * 1000) / 1000;
}

function missing(given, place, target = given.targets[place]) {
  const least = fewest(given, given.rows[place], target);
  return least ? Math.max(least.hours - given.available[place] * (1 + ROOM), 0) : Infinity;
}

// For each rep without a plan: hours more, a lower target, a lock that gives way; what leads out by itself alone.
function waysOut(data, moved, given) {
  const stuck = given.rows.map((_rows, place) => place).filter(place => missing(given, place) > 0);
  let low = -1, high = moved.target;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2), targets = targetsOf(data, middle, given.open);
    if (targets.every((target, place) => missing(given, place, target) === 0)) low = middle; else high = middle;
  }
  const free = [...moved.locks.keys()].filter(at => stuck.includes(data.accounts.rep[at]));
  const released = free.filter(at => {
    const locks = new Map([...moved.locks].filter(([other]) => other !== at));
    return missing(posed(data, {...moved, locks}), data.accounts.rep[at]) === 0;
  });
  return {
    hours: stuck.map(place => [place, missing(given, place)]).filter(([, hours]) => hours < Infinity),
    target: low >= 0 ? low : null,
    locks: released,
    stuck,
  };
}
