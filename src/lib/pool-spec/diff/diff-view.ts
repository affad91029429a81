import type { Cell, ListView } from '../../output/view.js';
import { counted } from '../../text/counted.js';
import { listed } from '../../text/listed.js';
import { shellWord } from '../../text/quoted.js';
import type { Comparison, Difference } from './diff-specs.js';

/** Differences as rows. */
export const differenceList: ListView<Difference> = {
  columns: [
    { key: 'subject', header: 'on', value: ({ subject }) => subject },
    { key: 'field', header: 'setting', value: ({ field }) => field, isWhole: true },
    { key: 'wanted', header: 'file', value: ({ wanted, reference }) => wantedCell(wanted, reference) },
    { key: 'live', header: 'pool', value: ({ live }) => cell(live) },
    { key: 'reference', header: 'reference', value: ({ reference }) => reference },
    { key: 'line', header: 'line', value: ({ line }) => line },
  ],
  tableColumns: ['subject', 'field', 'wanted', 'live', 'line'],
  id: ({ field }) => field,
  json: (difference) => difference,
};

function wantedCell(wanted: unknown, reference: string | null): Cell {
  return reference === null ? cell(wanted) : `(the value of ${reference})`;
}

function cell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ') || 'none';
  return JSON.stringify(value);
}

/** What the differences do not say, one sentence a line. */
export function comparisonNotes({ notCompared, ignored, otherClients }: Comparison): string[] {
  return [
    ...(notCompared.length === 0
      ? []
      : [
          `Not compared, because only a deployment knows the value: ` +
            `${listed(notCompared.map(({ field, line }) => `${field} (line ${line})`))}. ` +
            `To supply one: --resolve ${shellWord(`${notCompared[0]?.references[0] ?? ''}=VALUE`)}`,
        ]),
    ...(ignored.length === 0 ? [] : [`Not compared: ${ignored.join(', ')}.`]),
    ...(otherClients.length === 0
      ? []
      : [`${counted(otherClients.length, 'app client')} of the pool not in the file: ${listed(otherClients)}.`]),
  ];
}
