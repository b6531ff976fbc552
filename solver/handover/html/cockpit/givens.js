// From the data of the page and what the reader has moved to one problem: what every number of visits takes and brings.
// `moved`: hours {rep: more}, target, minutes {client, prospect}, curves [{none, saturation}], locks Map of place to visits.

// Revenue gained or lost, as a part of today's; `effort` counts more visits by those that make one usual effort.
function change(curve, judged, none, room, effort) {
  if (curve.form !== 'adbudg') return room * (1 - (room / (room + 1 - none)) ** effort);
  const half = 1 - (1 - none) / (1 - judged.none) * (1 - curve.half);
  const more = 1 + room / (judged.saturation - 1) * (curve.plus_half - 1);
  const top = 1 + room, scale = room / (1 - none);
  const shape = Math.log(scale * (half - none) / (top - half)) / Math.log(0.5) / 3
    + 2 * Math.log(scale * (more - none) / (top - more)) / Math.log(1.5) / 3;
  const raised = Math.max(1 + effort, 0) ** shape;
  return none + (top - none) * raised / (scale + raised) - 1;
}

// First-year contribution of 0, 1, 2 … visits.
function brought(data, at, curves) {
  const given = data.accounts.own[at];
  if (given) return given;
  if (data.accounts.type[at] < 0) {
    const [worth, rate] = data.accounts.won[at];
    return data.rises.map(rise => worth * Math.min(rate * rise, 1));
  }
  const [money, risk, today, fold, saved, most] = data.accounts.terms[at];
  const curve = data.curves[data.accounts.type[at]], judged = curves[data.accounts.type[at]];
  const none = Math.max(judged.none, risk), room = fold * (judged.saturation - 1) + saved;
  const usual = Math.max(today, curve.usual);
  return data.rises.map((_rise, visits) => {
    const more = visits / data.plan_years - today;
    const changed = change(curve, judged, none, room, more / usual);
    return money * (1 - risk + (more > 0 && most !== null ? Math.min(changed, most) : changed));
  });
}

// Whole shares of a target in proportion to the prospects each rep can expect to meet, none above its limit.
function shared(target, {met, limits}) {
  const exact = met.map(() => 0), sum = numbers => numbers.reduce((one, other) => one + other, 0);
  const total = Math.min(target, sum(limits));
  for (let left = total; left > 1e-9; left = total - sum(exact)) {
    const open = met.map((weight, rep) => (exact[rep] < limits[rep] ? weight : 0)), all = sum(open);
    if (!(all > 0)) break;
    open.forEach((weight, rep) => { exact[rep] = Math.min(exact[rep] + weight * left / all, limits[rep]); });
  }
  const shares = exact.map(share => Math.floor(share + 1e-9));
  const first = exact.map((share, rep) => [shares[rep] - share, rep]).sort((one, other) => one[0] - other[0]);
  for (const [, rep] of first.slice(0, total - sum(shares))) shares[rep] += 1;
  return shares;
}

// The target of each rep, in parts of a visit: what was asked, or what the prospects can take.
function targetsOf(data, target, open) {
  const shares = target === data.target ? data.reps.map(rep => rep.target) : shared(target, data.capacity);
  return shares.map((share, rep) => data.parts * Math.min(share, Math.floor(open[rep] / data.parts)));
}

function posed(data, moved) {
  const {accounts, reps} = data, count = accounts.id.length;
  const hours = new Float64Array(count), parts = accounts.parts, worth = [], contribution = [];
  const floor = new Int32Array(count), ceiling = new Int32Array(count), open = reps.map(() => 0);
  for (let at = 0; at < count; at += 1) {
    const more = parts[at] ? moved.minutes.prospect - data.minutes.prospect : moved.minutes.client - data.minutes.client;
    hours[at] = accounts.hours[at] + more / 60 * accounts.met[at];
    const bounds = more <= accounts.spare[at] ? accounts.bounds[at] : accounts.far[at];
    const [low, high, freely, decided] = bounds;
    const lock = moved.locks.get(at);
    floor[at] = lock ?? decided ?? low;
    ceiling[at] = lock ?? decided ?? high;
    open[accounts.rep[at]] += parts[at] * (lock === undefined ? high : Math.max(freely, lock));
    contribution.push(brought(data, at, moved.curves));
    const cost = accounts.road[at] + reps[accounts.rep[at]].cost * hours[at];
    worth.push(contribution[at].map((euros, visits) => data.horizon * euros - cost * visits));
  }
  const targets = targetsOf(data, moved.target, open);
  const available = reps.map(rep => rep.hours + (moved.hours[rep.id] ?? 0));
  const rows = reps.map((_rep, place) => [...accounts.rep.keys()].filter(at => accounts.rep[at] === place));
  return {hours, parts, worth, contribution, floor, ceiling, targets, available, rows, open};
}
