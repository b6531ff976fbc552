'use strict';
(() => {
  const page = document.documentElement;
  const words = document.body.dataset;
  const numbers = new Intl.NumberFormat(page.lang);
  const letters = new Intl.Collator(page.lang, {numeric: true, sensitivity: 'base'});
  const plain = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const key = cell => cell.dataset.sort ?? cell.textContent.trim();
  const missing = value => value === '' || value === '–';

  function make(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function compare(numeric, sign) {
    return (first, second) => {
      if (missing(first) || missing(second)) return missing(first) - missing(second);
      return sign * (numeric ? first - second : letters.compare(first, second));
    };
  }

  function sort(head) {
    const body = head.closest('table').tBodies[0];
    const numeric = head.classList.contains('n');
    const before = head.getAttribute('aria-sort');
    const order = before === null ? (numeric ? 'descending' : 'ascending')
      : before === 'ascending' ? 'descending' : 'ascending';
    for (const other of head.parentElement.cells) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', order);
    const place = head.cellIndex;
    const inOrder = compare(numeric, order === 'ascending' ? 1 : -1);
    const rows = [...body.rows].map(row => [key(row.cells[place]), row]);
    rows.sort((first, second) => inOrder(first[0], second[0]));
    body.append(...rows.map(row => row[1]));
    head.closest('.data-table').dispatchEvent(new Event('sorted'));
  }

  function card(name, heads, facts) {
    const close = make('button', {type: 'button', className: 'close', textContent: '×'});
    close.setAttribute('aria-label', words.close);
    const list = make('dl', {className: 'glossary'}, ...heads.flatMap((head, place) => missing(facts[place]) ? []
      : [make('dt', {textContent: head}), make('dd', {textContent: facts[place]})]));
    const made = make('dialog', {className: 'card'}, close, make('h3', {textContent: name}), list);
    close.addEventListener('click', () => made.close());
    made.addEventListener('click', event => { if (event.target === made) made.close(); });
    made.addEventListener('close', () => made.remove());
    document.body.append(made);
    made.showModal();
  }

  function filled(box) {
    const {heads, rows} = JSON.parse(document.getElementById(box.dataset.source).textContent);
    const table = box.querySelector('table');
    const sides = [...table.tHead.rows[0].cells].map(head => head.className);
    const lines = rows.map(({cells, sorted, facts}) => {
      const line = make('tr', {}, ...cells.map((text, place) => {
        const cell = make('td', {className: sides[place], textContent: place ? text : ''});
        if (sorted[place] !== null) cell.dataset.sort = sorted[place];
        return cell;
      }));
      const name = make('button', {type: 'button', className: 'named', textContent: cells[0]});
      name.addEventListener('click', () => card(cells[0], heads, facts));
      line.cells[0].append(name);
      line.hidden = true;
      return line;
    });
    table.tBodies[0].replaceChildren(...lines);
    table.tFoot?.remove();
  }

  document.querySelectorAll('[data-source]').forEach(filled);

  for (const head of document.querySelectorAll('table.sortable thead th')) {
    const button = make('button', {type: 'button'}, ...head.childNodes);
    button.addEventListener('click', () => sort(head));
    head.append(button);
  }

  function searchable(box) {
    const rows = [...box.querySelectorAll('tbody tr')];
    const texts = new Map(rows.map(row => [row, plain([...row.cells].map(cell => cell.textContent).join(' '))]));
    const count = make('p', {className: 'lines-left'});
    count.setAttribute('role', 'status');
    const field = make('input', {type: 'search', autocomplete: 'off', spellcheck: false});
    const label = make('label', {}, make('span', {textContent: words.search}), field);
    field.setAttribute('aria-label', `${words.search} – ${box.dataset.list}`);
    function search() {
      const wanted = plain(field.value).split(/\s+/).filter(Boolean);
      const most = wanted.length === 0 && box.dataset.first ? Number(box.dataset.first) : Infinity;
      let shown = 0;
      for (const row of box.querySelectorAll('tbody tr')) {
        row.hidden = shown >= most || !wanted.every(word => texts.get(row).includes(word));
        shown += !row.hidden;
      }
      const told = shown === 1 ? words.one : words.left;
      count.textContent = shown === 0 ? words.none : told
        .replace('{shown}', numbers.format(shown)).replace('{count}', numbers.format(rows.length));
    }
    field.addEventListener('input', search);
    box.before(make('div', {className: 'search'}, label, count));
    box.addEventListener('look-for', event => { field.value = event.detail; search(); });
    box.addEventListener('sorted', search);
    search();
  }

  document.querySelectorAll('[data-list]').forEach(searchable);

  for (const link of document.querySelectorAll('a[data-look-for]')) {
    link.addEventListener('click', () => {
      const box = document.querySelector(`${link.hash} [data-list]`);
      box?.dispatchEvent(new CustomEvent('look-for', {detail: link.dataset.lookFor}));
    });
  }

  function reachable() {
    for (const box of document.querySelectorAll('.data-table, .drawing, .formula')) {
      const scrolls = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
      if (box.scrollWidth > box.clientWidth + 1 && !box.matches('.formula')) box.dataset.more = words.sideways;
      else delete box.dataset.more;
      if (!scrolls) { box.removeAttribute('tabindex'); continue; }
      box.tabIndex = 0;
      if (box.matches('.data-table') && !box.hasAttribute('role')) {
        const table = box.querySelector('table');
        box.setAttribute('role', 'group');
        box.setAttribute('aria-label', table.getAttribute('aria-label') ?? table.caption?.textContent ?? '');
      }
    }
  }

  const contents = document.querySelector('.contents');
  const menu = contents.querySelector('details');
  const narrow = matchMedia('(max-width: 62rem)');
  const links = [...contents.querySelectorAll('a')];
  const parts = links.map(link => document.getElementById(link.hash.slice(1)));

  function fold() { menu.open = !narrow.matches; }

  function follow() {
    const line = innerHeight / 4;
    let here = 0;
    parts.forEach((part, place) => { if (part.getBoundingClientRect().top <= line) here = place; });
    if (links[here].hasAttribute('aria-current')) return;
    links.forEach(link => link.removeAttribute('aria-current'));
    links[here].setAttribute('aria-current', 'true');
    const box = contents.getBoundingClientRect(), seen = links[here].getBoundingClientRect();
    if (!narrow.matches && (seen.top < box.top + 40 || seen.bottom > box.bottom - 40)) {
      contents.scrollTop += seen.top - box.top - box.height / 2;
    }
  }

  function unfold() {
    const part = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = part && part.closest('details.part');
    if (folded && !folded.open) { folded.open = true; part.scrollIntoView(); }
  }

  let waiting = false;
  addEventListener('scroll', () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  }, {passive: true});
  addEventListener('resize', reachable, {passive: true});
  narrow.addEventListener('change', fold);
  contents.addEventListener('click', event => { if (event.target.closest('a')) fold(); });
  addEventListener('hashchange', unfold);
  document.querySelectorAll('details.part').forEach(part => part.addEventListener('toggle', reachable));
  page.classList.add('scripted');
  unfold();
  fold();
  reachable();
  follow();
})();
