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
  }

  for (const head of document.querySelectorAll('table.sortable thead th')) {
    const button = make('button', {type: 'button'}, ...head.childNodes);
    button.addEventListener('click', () => sort(head));
    head.append(button);
  }

  function searchable(box) {
    const rows = [...box.querySelectorAll('tbody tr')];
    const texts = rows.map(row => plain([...row.cells].map(cell => cell.textContent).join(' ')));
    const count = make('p', {className: 'lines-left'});
    count.setAttribute('role', 'status');
    const field = make('input', {type: 'search', autocomplete: 'off', spellcheck: false});
    const label = make('label', {}, make('span', {textContent: words.search}), field);
    field.setAttribute('aria-label', `${words.search} – ${box.dataset.list}`);
    function search() {
      const wanted = plain(field.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, place) => {
        row.hidden = !wanted.every(word => texts[place].includes(word));
        shown += !row.hidden;
      });
      const told = shown === 1 ? words.one : words.left;
      count.textContent = shown === 0 ? words.none : told
        .replace('{shown}', numbers.format(shown)).replace('{count}', numbers.format(rows.length));
    }
    field.addEventListener('input', search);
    box.before(make('div', {className: 'search'}, label, count));
    box.addEventListener('look-for', event => { field.value = event.detail; search(); });
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
      if (!scrolls) { box.removeAttribute('tabindex'); continue; }
      box.tabIndex = 0;
      if (box.matches('.data-table') && !box.hasAttribute('role')) {
        const table = box.querySelector('table');
        const title = table.caption ?? table.querySelector('.gt_title');
        box.setAttribute('role', 'group');
        box.setAttribute('aria-label', table.getAttribute('aria-label') ?? title?.textContent ?? '');
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

  let waiting = false;
  addEventListener('scroll', () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  }, {passive: true});
  addEventListener('resize', reachable, {passive: true});
  narrow.addEventListener('change', fold);
  contents.addEventListener('click', event => { if (event.target.closest('a')) fold(); });
  page.classList.add('scripted');
  fold();
  reachable();
  follow();
})();
