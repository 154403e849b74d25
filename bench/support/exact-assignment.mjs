// The exact optimum of a `SparseAssignment` by HiGHS: the linear program of an assignment has a whole optimum.
import loadHighs from 'highs';

function linearProgram({ columns, offsets, column, cost, waitCost }) {
  const objective = [];
  const rows = [];
  const slots = Array.from({ length: columns }, () => []);
  const term = (each, name) => `${each.toFixed(9)} ${name}`;
  waitCost.forEach((wait, row) => {
    const names = [`w${row}`];
    objective.push(term(wait, `w${row}`));
    for (let arc = offsets[row]; arc < offsets[row + 1]; arc++) {
      names.push(`x${arc}`);
      objective.push(term(cost[arc], `x${arc}`));
      slots[column[arc]].push(`x${arc}`);
    }
    rows.push(names);
  });
  const sum = (names) => names.join(' + ');
  const lines = [
    ...rows.map((names, row) => ` r${row}: ${sum(names)} = 1`),
    ...slots.flatMap((names, slot) => (names.length > 1 ? [` c${slot}: ${sum(names)} <= 1`] : [])),
  ];
  return `Minimize\n obj: ${objective.join('\n + ')}\nSubject To\n${lines.join('\n')}\nEnd\n`;
}

/** The least cost there is, and how long it took to find it. */
export async function exactOptimum(problem) {
  const highs = await loadHighs();
  const began = performance.now();
  const { Status, ObjectiveValue } = highs.solve(linearProgram(problem));
  if (Status !== 'Optimal') throw new Error(`HiGHS ended with ${Status}`);
  return { cost: ObjectiveValue, ms: performance.now() - began };
}
