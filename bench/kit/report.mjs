/** Turns the results of a run into Markdown. Pure. */
const number = (value) => (value >= 100 ? Math.round(value).toLocaleString('en-US') : value >= 10 ? value.toFixed(1) : value.toFixed(2));
const range = ({ median, min, max }) => `${number(median)} (${number(min)}–${number(max)})`;
const times = (ratio) => (ratio === null ? '' : `${ratio.median.toFixed(2)}× (${ratio.min.toFixed(2)}–${ratio.max.toFixed(2)})`);

const CELLS = {
  rate: range, ratio: times, full: ({ p50, p99 }) => `${number(p50)} / ${number(p99)}`, steady: ({ p50, p99 }) => `${number(p50)} / ${number(p99)}`,
  cpu: ({ median }) => median.toFixed(3), rssMb: (value) => String(Math.round(value)), stored: (value) => value.toLocaleString('en-US'), range,
  handled: (value) => value.toLocaleString('en-US'), text: String,
};

function cellsOf(row) {
  const { name, rates, ...rest } = row;
  const perRate = (rates ?? []).flatMap(({ p50, p99 }) => [range(p50), range(p99)]);
  return [name, ...perRate, ...Object.entries(rest).map(([key, value]) => (Array.isArray(value) ? value.map((one) => range(one)) : (CELLS[key.replace(/\d+$/, '')] ?? CELLS.range)(value))).flat()];
}

const line = (cells) => `| ${cells.join(' | ')} |`;

export function tableOf({ columns, rows }) {
  return [line(columns), line(columns.map(() => '---')), ...rows.map((row) => line(cellsOf(row)))].join('\n');
}

const calibrationRow = (name, one) => line([name, `${one.cpuMs.toFixed(0)} ms`, `${one.memoryMs.toFixed(1)} ms`, `${Math.round(one.sha256MbPerS)} MB/s`,
  `${Math.round(one.fdatasyncUs)} µs`, `${Math.round(one.loopbackUs)} µs`, one.load1.toFixed(1)]);

/** `results`: `{ title, aim, reading, table, before, after, seconds }` of each headline that ran. */
export function reportOf({ machine, postgres, settings, versions, mode, when, results }) {
  return [
    '# Benchmarks', '',
    'Written by `npm run bench`; made anew by each full run. Every row of a table ran in the same run on the same machine, rounds interleaved; a figure is the',
    'median over rounds with its least and greatest; "Patchbay ÷ it" is the median of the per-round ratios. Each side stores durably, and counts are checked:',
    'a run with one event lost or doubled ends with an error instead of a figure. How: [bench/README.md](../bench/README.md).', '',
    `**Machine**: ${machine.cores} × ${machine.cpu}, ${machine.memoryGb} GB, ${machine.platform}, Node ${machine.node}. PostgreSQL ${postgres} (${
      Object.entries(settings).map(([name, value]) => `${name} ${value}`).join(', ')}). ${Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(', ')}.`,
    `**Run**: ${when}, ${mode}. The load column shows what else the machine was doing: above the number of cores, absolute figures are too low and only the ratios say something.`, '',
    '| calibration | CPU loop | memory loop | SHA-256 | fdatasync 8 kB | loopback round trip | load |', '| --- | --- | --- | --- | --- | --- | --- |',
    ...results.flatMap(({ title, before, after }) => [calibrationRow(`before ${title.slice(0, 2)}`, before), calibrationRow(`after ${title.slice(0, 2)}`, after)]), '',
    ...results.flatMap(({ title, aim, reading, table, seconds }) => [`## ${title}`, '', `Aim: ${aim}.`, '', tableOf(table), '', ...reading.flatMap((text) => [text, '']), `Took ${Math.round(seconds)} s.`, '']),
  ].join('\n');
}
