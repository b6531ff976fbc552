// The best plan of one rep: concave envelopes, a price of the hours and of the target, whole visits, exchanges in pairs.
// Its bound holds for any plan; the run's own method is in solver/allocation/methods/envelope.py.

const ROOM = 1e-9; // of the hours: sums of fractions differ from what they mean
const TRIED = {2: 300, 3: 90}, ROUNDS = 200; // changes tried two or three at a time, the likeliest first
const CLOSE = 1e-5, STATES = 3000; // a plan less close to its bound is looked at closer, with so many states
const NEAR = 1e-4, FEW_STATES = 1000; // while a slider moves, only one that is not this close, with fewer

function segments(given, rows) {
  const found = [];
  for (const at of rows) {
    const euros = given.worth[at], high = given.ceiling[at];
    for (let from = given.floor[at]; from < high;) {
      let to = from + 1, steepest = -Infinity;
      for (let level = from + 1; level <= high; level += 1) {
        const slope = (euros[level] - euros[from]) / (level - from);
        if (slope >= steepest) { steepest = slope; to = level; }
      }
      const visits = to - from;
      found.push({gain: euros[to] - euros[from], hours: visits * given.hours[at], parts: visits * given.parts[at]});
      from = to;
    }
  }
  return found;
}

// The prices that bound the plan most closely: of the target by tangents, of the hour by sorting.
function prices(steps, left, target) {
  function at(price) {
    const order = steps.map(step => [(step.gain + price * step.parts) / step.hours, step])
      .filter(pair => pair[0] > 0).sort((one, other) => other[0] - one[0]);
    let room = left, total = 0, made = 0, hour = 0;
    for (const [density, step] of order) {
      const part = Math.min(1, Math.max(room, 0) / step.hours);
      total += part * (step.gain + price * step.parts);
      made += part * step.parts;
      room -= part * step.hours;
      if (part < 1) { hour = density; break; }
    }
    return {target: price, hour, bound: total - price * target, slope: made - target};
  }
  let low = at(0);
  if (low.slope >= 0 || target <= 0) return low;
  let high = at(Math.max(low.hour, 1) / 20);
  while (high.slope < 0 && high.target < 1e12) { low = high; high = at(high.target * 4); }
  for (let step = 0; step < 60 && high.slope > 0; step += 1) {
    const middle = (high.bound - low.bound + low.slope * low.target - high.slope * high.target) / (low.slope - high.slope);
    if (!(middle > low.target && middle < high.target)) break;
    const here = at(middle), tangent = low.bound + low.slope * (middle - low.target);
    if (here.bound - tangent <= 1e-12 * Math.max(Math.abs(here.bound), 1)) return here;
    if (here.slope < 0) low = here; else high = here;
  }
  return high;
}

// The fewest hours in which floors and target can be kept; null where no hours would do.
function fewest(given, rows, target) {
  const plan = new Map(rows.map(at => [at, given.floor[at]]));
  const sum = value => rows.reduce((total, at) => total + value(at), 0);
  const lacking = target - sum(at => plan.get(at) * given.parts[at]);
  if (lacking > 0) {
    let least = new Float64Array(lacking + 1).fill(Infinity);
    least[0] = 0;
    const trail = [];
    for (const at of rows.filter(row => given.parts[row] && given.floor[row] < given.ceiling[row])) {
      const next = least.slice(), chosen = new Int32Array(lacking + 1);
      for (let more = 1; more <= given.ceiling[at] - given.floor[at]; more += 1) {
        for (let lack = 1; lack <= lacking; lack += 1) {
          const spent = least[Math.max(lack - more * given.parts[at], 0)] + more * given.hours[at];
          if (spent < next[lack]) { next[lack] = spent; chosen[lack] = more; }
        }
      }
      least = next;
      trail.push([at, chosen]);
    }
    if (least[lacking] === Infinity) return null;
    let lack = lacking;
    for (const [at, chosen] of trail.reverse()) {
      plan.set(at, given.floor[at] + chosen[lack]);
      lack = Math.max(lack - chosen[lack] * given.parts[at], 0);
    }
  }
  return {plan, hours: sum(at => plan.get(at) * given.hours[at])};
}

class RepPlan {
  constructor(given, rows, available, target, price, visits) {
    Object.assign(this, {given, rows, target, price, visits: new Map(visits)});
    this.left = available + ROOM * Math.max(available, 1);
    this.parts = 0;
    for (const at of rows) {
      const {floor, ceiling} = given, level = Math.min(Math.max(this.visits.get(at), floor[at]), ceiling[at]);
      this.visits.set(at, floor[at]);
      this.left -= floor[at] * given.hours[at];
      this.parts += floor[at] * given.parts[at];
      this.set(at, level);
    }
  }

  set(at, level) {
    const more = level - this.visits.get(at);
    this.left -= more * this.given.hours[at];
    this.parts += more * this.given.parts[at];
    this.visits.set(at, level);
  }

  get value() { return this.rows.reduce((sum, at) => sum + this.given.worth[at][this.visits.get(at)], 0); }
  get keeps() { return this.left >= 0 && this.parts >= this.target; }

  net(at, level) {
    const {worth, hours, parts} = this.given;
    return worth[at][level] - level * (this.price.hour * hours[at] - this.price.target * parts[at]);
  }

  // The change of one account that loses least, for each unit of what is wanted.
  cheapest(wanted) {
    let found = null, least = Infinity;
    for (const at of this.rows) {
      const here = this.visits.get(at);
      for (let level = this.given.floor[at]; level <= this.given.ceiling[at]; level += 1) {
        const use = wanted(at, level - here);
        if (use <= 0) continue;
        const loss = (this.net(at, here) - this.net(at, level)) / use;
        if (loss < least) { least = loss; found = [at, level]; }
      }
    }
    if (found) this.set(...found);
    return found !== null;
  }

  // The level of each account that is worth most at the prices.
  priced() {
    for (const at of this.rows) {
      for (let level = this.given.floor[at]; level <= this.given.ceiling[at]; level += 1) {
        if (this.net(at, level) > this.net(at, this.visits.get(at)) + 1e-6) this.set(at, level);
      }
    }
    return this;
  }

  repair() {
    const {hours, parts} = this.given;
    while (this.parts < this.target
      && this.cheapest((at, more) => Math.min(more * parts[at], this.target - this.parts)));
    while (this.left < 0 && this.cheapest((at, more) =>
      (this.parts + more * parts[at] >= this.target || more > 0 ? Math.min(-more * hours[at], -this.left) : 0)));
    return this;
  }

  fill() {
    for (;;) {
      let best = null, most = 1e-6;
      for (const at of this.rows) {
        const here = this.visits.get(at), euros = this.given.worth[at];
        for (let level = here + 1; level <= this.given.ceiling[at]; level += 1) {
          if ((level - here) * this.given.hours[at] > this.left) break;
          if (euros[level] - euros[here] > most) { most = euros[level] - euros[here]; best = [at, level]; }
        }
      }
      if (!best) return this;
      this.set(...best);
    }
  }

  // The levels of each account that could be part of a better plan: a level that alone gives up more than the whole
  // gap cannot. The accounts left with a choice come last, the most open first.
  core(gap) {
    const settled = [], open = [];
    for (const at of this.rows) {
      const levels = [];
      for (let level = this.given.floor[at]; level <= this.given.ceiling[at]; level += 1) levels.push([level, this.net(at, level)]);
      const top = levels.reduce((most, [, net]) => Math.max(most, net), -Infinity);
      const left = levels.filter(([, net]) => top - net < gap);
      const base = levels.find(([, net]) => net === top)[0];
      if (left.length < 2) { settled.push([at, base]); continue; }
      const second = Math.min(...left.filter(([level]) => level !== base).map(([, net]) => top - net));
      open.push({at, top, second, levels: left.map(([level]) => level)});
    }
    open.sort((one, other) => one.second - other.second || one.at - other.at);
    return {settled, open};
  }

  // Account by account through the core, with the states that no other beats and that can still win.
  search(bound, width) {
    const {worth, hours, parts} = this.given, {target, price} = this;
    const available = this.left + this.rows.reduce((sum, at) => sum + this.visits.get(at) * hours[at], 0);
    let best = this.value, found = null;
    const {settled, open} = this.core(bound - best);
    const after = value => { // what is still to come, before and after each account
      const sums = [0];
      for (const one of [...open].reverse()) sums.unshift(sums[0] + value(one));
      return sums;
    };
    const nets = after(one => one.top), least = after(one => one.levels[0] * hours[one.at]);
    const most = after(one => one.levels.at(-1) * hours[one.at]), made = after(one => one.levels.at(-1) * parts[one.at]);
    const start = {hours: 0, parts: 0, value: 0, from: null};
    for (const [at, level] of settled) {
      start.hours += level * hours[at];
      start.parts += level * parts[at];
      start.value += worth[at][level];
    }
    let states = [start];
    open.forEach(({at, levels}, place) => {
      const next = [];
      for (const state of states) {
        for (const level of levels) {
          const spent = state.hours + level * hours[at];
          const counted = Math.min(state.parts + level * parts[at], target);
          if (spent + least[place + 1] > available || counted + made[place + 1] < target) continue;
          const value = state.value + worth[at][level];
          const idle = Math.max(available - spent - most[place + 1], 0);
          const reach = value + nets[place + 1] + price.hour * (available - spent - idle) - price.target * (target - counted);
          if (reach > best + 1e-4) next.push({hours: spent, parts: counted, value, reach, from: state, level});
        }
      }
      next.sort((one, other) => one.parts - other.parts || one.hours - other.hours || other.value - one.value);
      let group = -1, highest = 0;
      const unbeaten = next.filter(state => {
        if (state.parts === group && state.value <= highest) return false;
        group = state.parts;
        highest = state.value;
        return true;
      });
      states = unbeaten.sort((one, other) => other.reach - one.reach).slice(0, width);
    });
    for (const state of states) if (state.value > best + 1e-4) { best = state.value; found = state; }
    if (!found) return this;
    for (const [at, level] of settled) this.set(at, level);
    for (let place = open.length - 1; place >= 0; place -= 1) {
      this.set(open[place].at, found.level);
      found = found.from;
    }
    return this;
  }

  // What one account could change to; a level that alone gives up more than the whole gap never pays.
  options(gap) {
    const {floor, ceiling, worth, hours, parts} = this.given, found = [];
    for (const at of this.rows) {
      const here = this.visits.get(at), nets = [];
      for (let level = floor[at]; level <= ceiling[at]; level += 1) nets.push(this.net(at, level));
      const top = Math.max(...nets);
      nets.forEach((net, place) => {
        const level = floor[at] + place, more = level - here;
        if (more === 0 || top - net >= gap) return;
        const gain = worth[at][level] - worth[at][here];
        found.push({at, level, lost: top - net, gain, hours: more * hours[at], parts: more * parts[at]});
      });
    }
    return found.sort((one, other) => one.lost - other.lost || one.at - other.at || one.level - other.level);
  }

  // Some accounts up, others down, so many at a time, as long as it gains.
  exchange(bound, size) {
    for (let round = 0; round < ROUNDS; round += 1) {
      const best = this.better(this.options(bound - this.value).slice(0, TRIED[size]), size);
      if (!best) break;
      for (const {at, level} of best) this.set(at, level);
    }
    return this;
  }

  better(options, size) {
    let best = null, most = 1e-4;
    const {left, target} = this;
    const tried = (from, chosen, gain, hours, parts) => {
      if (gain > most && hours <= left && parts >= target) { most = gain; best = [...chosen]; }
      if (chosen.length === size) return;
      for (let place = from; place < options.length; place += 1) {
        const one = options[place];
        if (chosen.some(other => other.at === one.at)) continue;
        chosen.push(one);
        tried(place + 1, chosen, gain + one.gain, hours + one.hours, parts + one.parts);
        chosen.pop();
      }
    };
    tried(0, [], 0, 0, this.parts);
    return best;
  }
}

// One rep's plan, its bound and what one more hour would bring; null where no plan keeps every rule.
function solvedRep(given, place, before) {
  const rows = given.rows[place], available = given.available[place], target = given.targets[place];
  const least = fewest(given, rows, target);
  if (!least || least.hours > available * (1 + ROOM)) return null;
  const floors = new RepPlan(given, rows, available, target, null, rows.map(at => [at, given.floor[at]]));
  const price = prices(segments(given, rows), floors.left, target - floors.parts);
  const bound = floors.value + price.bound;
  const made = visits => new RepPlan(given, rows, available, target, price, visits);
  const tries = [made(rows.map(at => [at, before[at]])), made([...floors.visits]).priced()]
    .map(plan => plan.repair()).filter(plan => plan.keeps);
  if (!tries.length) tries.push(made(least.plan));
  // The run's own plan, as little moved as need be, unless another is worth more.
  const plan = tries.map(one => one.fill().exchange(bound, 2)).reduce((one, other) => (other.value > one.value + 0.5 ? other : one));
  if (bound - plan.value > NEAR * Math.abs(plan.value)) plan.search(bound, FEW_STATES);
  return {plan, bound: Math.max(bound, plan.value), price: price.hour};
}

// Look closer where the proof leaves room; tell whether a better plan was found.
function closer({plan, bound}) {
  const before = plan.value;
  if (bound - before > CLOSE * Math.abs(before)) plan.exchange(bound, 3).exchange(bound, 2).search(bound, STATES);
  return plan.value > before;
}

// The plans of all reps as one.
function together(given, found) {
  const visits = new Array(given.floor.length);
  let worth = 0, bound = 0;
  for (const one of found) {
    for (const [at, level] of one.plan.visits) visits[at] = level;
    worth += one.plan.value;
    bound += Math.max(one.bound, one.plan.value);
  }
  const contribution = visits.reduce((sum, level, at) => sum + given.contribution[at][level], 0);
  return {visits, worth, bound, contribution, prices: found.map(one => one.price)};
}
