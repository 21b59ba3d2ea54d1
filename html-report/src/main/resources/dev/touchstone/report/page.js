document.querySelectorAll('table.sortable').forEach(table => {
  const body = table.tBodies[0];
  const titles = [...table.tHead.rows[0].cells];
  const key = (row, column, numeric) => {
    const cell = row.cells[column];
    const value = cell.dataset.value ?? cell.textContent;
    return numeric ? Number(value) : value;
  };
  titles.forEach((title, column) => title.querySelector('button').addEventListener('click', () => {
    const up = title.getAttribute('aria-sort') !== 'ascending';
    const numeric = title.classList.contains('number');
    titles.forEach(t => t.removeAttribute('aria-sort'));
    title.setAttribute('aria-sort', up ? 'ascending' : 'descending');
    const rank = (a, b) => {
      const x = key(a, column, numeric), y = key(b, column, numeric);
      // What is not a number stays at the end, whichever way.
      if (numeric && (Number.isNaN(x) || Number.isNaN(y))) return Number.isNaN(x) - Number.isNaN(y);
      const order = numeric ? Math.sign(x - y) || 0 : x.localeCompare(y, 'en', {numeric: true});
      return up ? order : -order;
    };
    body.append(...[...body.rows].sort(rank));
  }));
});
const openTarget = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.tagName === 'DETAILS') target.open = true;
};
addEventListener('hashchange', openTarget);
openTarget();
