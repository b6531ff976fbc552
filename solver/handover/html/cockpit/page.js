// The sliders, the tiles and the lists of the page; every plan is made by the parts above.

const CARRIED = JSON.parse(document.getElementById('carried').textContent);
const {data, words} = CARRIED, {accounts, reps} = data;
const page = document.documentElement;
const SHOWN = 15;
const digits = [0, 1, 2, 3, 4].map(places => new Intl.NumberFormat(page.lang === 'fr' ? 'fr-FR' : 'en-GB',
  {minimumFractionDigits: places, maximumFractionDigits: places}));
const written = (value, pattern, places = 0) => {
  const figure = digits[places].format(Math.abs(value));
  return (value < 0 && /[1-9]/.test(figure) ? '−' : '') + pattern.replace('{n}', figure);
};
const money = (euros, places) => written(euros, words.money, places);
const hours = value => written(value, words.hours);
const signed = (value, write) => (value > 0 && /[1-9]/.test(write(value)) ? '+' : '') + write(value);
const filled = (text, parts) => text.replace(/\{(\w+)\}/g, (whole, name) => parts[name] ?? whole);
const isOne = n => (page.lang === 'fr' ? Math.abs(n) < 2 : Math.abs(n) === 1);
const counts = (n, {one, many}) => filled(isOne(n) ? one : many, {n: digits[0].format(n)});
const all = selector => [...document.querySelectorAll(selector)];
const of = name => document.querySelector(`[data-shown="${name}"]`);

function make(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

const locks = new Map();
const slider = name => document.querySelector(`input[data-moves="${name}"]`);
const shift = input => (input && input.value !== input.defaultValue ? Number(input.value) - Number(input.defaultValue) : 0);

function moved() {
  const target = slider('target');
  return {
    hours: Object.fromEntries(reps.map(rep => [rep.id, shift(slider(`hours ${rep.id}`))])),
    target: shift(target) ? Number(target.value) : data.target,
    minutes: {
      client: data.minutes.client + shift(slider('minutes client')),
      prospect: data.minutes.prospect + shift(slider('minutes prospect')),
    },
    curves: data.curves.map(({type, none, saturation}) => ({
      none: none + shift(slider(`none ${type}`)) / 100,
      saturation: saturation + shift(slider(`saturation ${type}`)) / 100,
    })),
    locks: new Map(locks),
  };
}

const same = (one, other) => Object.keys(one).every(name => one[name] === other[name]);
const allSame = (one, other) => same(one.minutes, other.minutes) && one.curves.every((curve, place) => same(curve, other.curves[place]));

const start = moved();
const startGiven = posed(data, start);
const startFound = reps.map((_rep, place) => {
  const rows = startGiven.rows[place], found = solvedRep(startGiven, place, accounts.visits);
  const visits = rows.map(at => [at, accounts.visits[at]]);
  const plan = new RepPlan(startGiven, rows, startGiven.available[place], startGiven.targets[place], found?.plan.price, visits);
  return {plan, bound: found?.bound ?? plan.value, price: reps[place].price - reps[place].cost, ofTheRun: true};
});
let waiting = 0;

// A rep of whom nothing was moved keeps the visits of the run.
function found(now, given) {
  const worths = allSame(now, start);
  return reps.map((rep, place) => {
    const touched = !worths || now.hours[rep.id] !== 0 || given.targets[place] !== startGiven.targets[place]
      || [...now.locks.keys()].some(at => accounts.rep[at] === place);
    return touched ? solvedRep(given, place, accounts.visits) : startFound[place];
  });
}

function untouched(now) {
  return allSame(now, start) && now.target === start.target && !now.locks.size && reps.every(rep => now.hours[rep.id] === 0);
}

function follow() {
  clearTimeout(waiting);
  const now = moved();
  sliderWords(now);
  keep(now);
  page.dataset.state = 'made';
  if (untouched(now)) { asPlanned(); return; }
  const given = posed(data, now), plans = found(now, given);
  if (plans.includes(null)) { noPlan(now, given); return; }
  show(now, given, plans);
  const open = plans.filter(one => !one.ofTheRun);
  page.dataset.state = 'looking closer';
  const look = () => {
    const one = open.pop();
    if (!one) { page.dataset.state = 'made'; return; }
    if (closer(one)) show(now, given, plans);
    waiting = setTimeout(look, 0);
  };
  waiting = setTimeout(look, 400);
}

sliderWords(start);
hoursWords(start, reps.map(rep => rep.used));
const atStart = all('.tiles [data-shown], .slider [data-shown], .noplan').map(place => [place, place.textContent]);

function asPlanned() {
  for (const [place, text] of atStart) place.textContent = text;
  page.classList.remove('none');
  movers([]);
}

function show(now, given, plans) {
  const plan = together(given, plans), {certificate} = data;
  const before = accounts.visits.reduce((sum, level, at) => sum + given.contribution[at][level], 0);
  const sum = value => plan.visits.reduce((total, visits, at) => total + value(visits, at), 0);
  const visits = {
    client_visits: sum((level, at) => (accounts.parts[at] ? 0 : level)),
    prospect_visits: sum((level, at) => (accounts.parts[at] ? level : 0)),
  };
  page.classList.remove('none');
  of('noplan').replaceChildren();
  of('contribution_eur').textContent = money(plan.contribution);
  of('contribution_eur note').textContent = filled(words.was, {before: money(certificate.contribution_eur)});
  of('gain').textContent = signed(plan.contribution - before, money);
  of('gain note').textContent = words.within;
  for (const [name, number] of Object.entries(visits)) {
    of(name).textContent = digits[0].format(number);
    const was = accounts.visits.reduce((total, level, at) => total + ((name === 'prospect_visits') === accounts.parts[at] > 0 ? level : 0), 0);
    of(`${name} note`).textContent = filled(words.was, {before: digits[0].format(was)});
  }
  of('visit_hours').textContent = hours(sum((level, at) => level * given.hours[at]));
  of('visit_hours note').textContent = filled(words.of_hours, {hours: hours(given.available.reduce((one, other) => one + other))});
  hoursWords(now, reps.map((_rep, place) => sum((level, at) => (accounts.rep[at] === place ? level * given.hours[at] : 0))));
  of('bound_eur').textContent = money(plan.bound);
  of('bound_eur note').textContent = filled(words.gap, {gap: written((plan.bound / plan.worth - 1) * 100, words.share, 4)});
  plans.forEach((one, place) => {
    of(`price ${reps[place].id}`).textContent = money((one.price + reps[place].cost) / data.horizon, 2);
  });
  const changed = plan.visits.map((level, at) => ({at, level, more: level - accounts.visits[at]})).filter(one => one.more);
  movers(changed.sort((one, other) => Math.abs(other.more) - Math.abs(one.more) || one.at - other.at));
}

function movers(changed) {
  const body = of('movers'), {name, id, rep} = accounts;
  body.replaceChildren(...changed.slice(0, SHOWN).map(({at, level, more}) => make('tr', {},
    make('td', {textContent: `${id[at]} ${name[at]}`}), make('td', {textContent: reps[rep[at]].name}),
    make('td', {className: 'n', textContent: digits[0].format(accounts.visits[at])}),
    make('td', {className: 'n', textContent: digits[0].format(level)}),
    make('td', {className: `n ${more > 0 ? 'up' : 'down'}`, textContent: signed(more, value => written(value, '{n}'))}))));
  body.closest('table').hidden = !changed.length;
  const gains = changed.filter(one => one.more > 0).length;
  of('moved').textContent = changed.length
    ? filled(words.moved, {gain: counts(gains, words.gain), lose: counts(changed.length - gains, words.lose)}) : words.nobody;
}

function noPlan(now, given) {
  const out = waysOut(data, now, given);
  const who = out.stuck.map(place => reps[place].name).join(', ');
  const ways = [
    ...out.hours.map(([place, more]) => filled(words.way_hours, {rep: reps[place].name, hours: hours(Math.ceil(more - 1e-6))})),
    ...(out.target === null || out.target === now.target ? [] : [filled(words.way_target, {target: digits[0].format(out.target)})]),
    ...out.locks.map(at => filled(words.way_lock, {account: accounts.name[at]})),
  ];
  page.classList.add('none');
  of('noplan').replaceChildren(make('p', {textContent: filled(words.no_plan, {reps: who})}),
    make('ul', {}, ...ways.map(way => make('li', {textContent: way}))));
  for (const place of all('.tiles [data-shown], [data-shown^="price"]')) place.textContent = place.dataset.shown.endsWith('note') ? '' : '–';
  movers([]);
  of('moved').textContent = '';
}

// Of the hours there are, those that a plan uses; without a plan only what there is.
function hoursWords(now, used) {
  reps.forEach((rep, place) => {
    const more = now.hours[rep.id], there = hours(rep.hours + more), taken = digits[0].format(used?.[place] ?? rep.hours + more);
    const room = taken === digits[0].format(rep.hours + more) ? there : filled(words.used_of, {used: taken, hours: there});
    of(`hours ${rep.id}`).textContent = room + (more ? ` (${signed(more, value => written(value, '{n}'))})` : '');
  });
}

function sliderWords(now) {
  hoursWords(now);
  const growth = shift(slider('growth')) ? Number(slider('growth').value) / 1000 : data.growth;
  of('growth').textContent = written(growth * 100, words.share, 1);
  const asked = targetOf(data.need, growth), most = Number(slider('target').max);
  const asks = counts(asked, words.asks);
  of('growth note').textContent = asked > most ? filled(words.asks_more, {asks, most: digits[0].format(most)}) : asks;
  of('target').textContent = digits[0].format(now.target);
  for (const kind of ['client', 'prospect']) of(`minutes ${kind}`).textContent = written(now.minutes[kind], words.minutes);
  data.curves.forEach(({type, used}, place) => {
    if (!used) return;
    for (const point of ['none', 'saturation']) of(`${point} ${type}`).textContent = written(now.curves[place][point] * 100, words.share);
  });
}

// The lines to copy: what portfolio.yaml says otherwise, and the visits decided.
function keep(now) {
  const lines = [], number = value => String(Math.round(value * 1e4) / 1e4);
  if (now.target !== data.target) {
    const growth = shift(slider('growth')) ? Number(slider('growth').value) / 1000 : data.growth;
    lines.push(`growth_rate: ${number(growth)}`);
  }
  if (now.minutes.client !== data.minutes.client) lines.push(`visit_minutes: ${number(now.minutes.client)}`);
  if (now.minutes.prospect !== data.minutes.prospect) lines.push(`prospect_visit_minutes: ${number(now.minutes.prospect)}`);
  if (!now.curves.every((curve, place) => same(curve, start.curves[place]))) {
    if (words.worksheets) lines.push(`# ${words.worksheets}`);
    lines.push('judged_curves:', ...data.curves.map(({type, usual, half, plus_half, form}, place) => {
      const {none, saturation} = now.curves[place];
      const points = form === 'adbudg' ? [usual, none, half, plus_half, saturation] : [usual, none, saturation];
      return `  ${type}: [${points.map(number).join(', ')}]`;
    }));
  }
  const other = reps.filter(rep => now.hours[rep.id]);
  if (other.length) {
    lines.push('reps:');
    for (const rep of other) {
      const day = rep.day_hours * (rep.calendar_hours + now.hours[rep.id]) / rep.calendar_hours;
      lines.push(`  - rep_id: ${rep.id}`, `    day_hours: ${day.toFixed(2)}   # ${filled(words.day_hours, {today: number(rep.day_hours)})}`);
    }
  }
  of('yaml').textContent = lines.join('\n');
  of('decisions').textContent = locks.size
    ? ['account_id,locked_visits', ...[...locks].map(([at, visits]) => `${accounts.id[at]},${visits}`)].join('\n') : '';
  for (const name of ['yaml', 'decisions']) of(name).closest('div').hidden = !of(name).textContent;
  of('nothing').hidden = lines.length > 0 || locks.size > 0;
}

function showLocks() {
  of('locks').replaceChildren(...[...locks].map(([at, visits]) => {
    const away = make('button', {type: 'button', textContent: words.release});
    away.setAttribute('aria-label', `${words.release}: ${accounts.name[at]}`);
    away.addEventListener('click', () => { locks.delete(at); showLocks(); follow(); });
    return make('li', {}, `${accounts.id[at]} ${accounts.name[at]}: ${counts(visits, words.visits)} `, away);
  }));
}

const who = document.getElementById('lock-account'), many = document.getElementById('lock-visits');
const called = new Map(accounts.id.map((id, at) => [`${id} ${accounts.name[at]}`, at]));
document.getElementById('lock-names').append(...[...called].filter(([, at]) => !accounts.refused[at]).map(([name]) => make('option', {value: name})));
who.addEventListener('change', () => { if (called.has(who.value)) many.value = accounts.visits[called.get(who.value)]; });
document.getElementById('lock').addEventListener('click', () => {
  const at = called.get(who.value) ?? accounts.id.indexOf(who.value.trim()), visits = Number(many.value);
  const most = at >= 0 ? startGiven.worth[at].length - 1 : 0;
  const wrong = at === undefined || at < 0 ? words.who : accounts.refused[at] ? words.refused
    : !(Number.isInteger(visits) && visits >= 0 && visits <= most && many.value !== '') ? filled(words.how_many, {most: digits[0].format(most)}) : '';
  of('lock note').textContent = wrong;
  if (wrong) return;
  locks.set(at, visits);
  who.value = '';
  many.value = '';
  showLocks();
  follow();
});

let asked = 0;
function soon() { cancelAnimationFrame(asked); asked = requestAnimationFrame(follow); }

for (const input of all('input[data-moves]')) input.addEventListener('input', soon);
slider('growth').addEventListener('input', () => {
  const back = slider('growth').value === slider('growth').defaultValue;
  const visits = targetOf(data.need, Number(slider('growth').value) / 1000);
  slider('target').value = back ? slider('target').defaultValue : Math.min(visits, Number(slider('target').max));
});
slider('target').addEventListener('input', () => {
  const back = slider('target').value === slider('target').defaultValue;
  slider('growth').value = back ? slider('growth').defaultValue : growthOf(data.need, Number(slider('target').value)) * 1000;
});
document.getElementById('again').addEventListener('click', () => {
  for (const input of all('input[data-moves]')) input.value = input.defaultValue;
  locks.clear();
  showLocks();
  follow();
});
for (const button of all('button[data-copies]')) {
  button.addEventListener('click', () => {
    getSelection().selectAllChildren(of(button.dataset.copies));
    document.execCommand('copy');
  });
}
page.classList.add('scripted');
follow();
