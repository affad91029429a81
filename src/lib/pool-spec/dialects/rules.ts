import { standardAttributes } from '../../sandbox/operations/pool/standard-attributes.js';
import { closest, didYouMean } from '../../text/suggestion.js';
import { Invalid } from './draft.js';
import { type Rule, same } from './table.js';

/** A number in another unit: `perUnit` of the spec's units are one of the dialect's. Other amounts cannot be written. */
export function scaled(leaf: string, perUnit: number): Rule {
  return {
    leaves: [leaf],
    read: (value) => ({ [leaf]: typeof value === 'number' ? value * perUnit : value }),
    write: (get) => {
      const value = get(leaf);
      return typeof value === 'number' && value % perUnit === 0 ? value / perUnit : undefined;
    },
  };
}

/** Words of the dialect for the values of a leaf. */
export function named(leaf: string, values: Readonly<Record<string, string | boolean>>): Rule {
  return {
    leaves: [leaf],
    read: (value) => ({ [leaf]: valueOf(values, value) }),
    write: (get) => Object.entries(values).find(([, value]) => value === get(leaf))?.[0],
  };
}

/** One word of a list for each of several booleans: `[SMS_MFA]`. */
export function flags(words: Readonly<Record<string, string>>): Rule {
  const leaves = Object.values(words);
  return {
    leaves,
    read: (value) => {
      const given: readonly unknown[] = Array.isArray(value) ? value : [value];
      const wrong = given.find((word) => typeof word !== 'string' || !Object.hasOwn(words, word));
      const [first = ''] = leaves;
      if (!Array.isArray(value)) return { [first]: new Invalid('expected a list') };
      if (wrong !== undefined) return { [first]: unknownWord(wrong, Object.keys(words)) };
      return Object.fromEntries(Object.entries(words).map(([word, leaf]) => [leaf, given.includes(word)]));
    },
    write: (get) => {
      if (leaves.every((leaf) => get(leaf) === undefined)) return undefined;
      return Object.entries(words)
        .filter(([, leaf]) => get(leaf) === true)
        .map(([word]) => word);
    },
  };
}

/** The same as a leaf, but the leaf's main key wins, and the key is not written. */
export function weak(leaf: string): Rule {
  return { ...same(leaf), isWeak: true, write: () => undefined };
}

/** A value among words; what is wrong with it otherwise. */
export function valueOf(values: Readonly<Record<string, unknown>>, word: unknown): unknown {
  return typeof word === 'string' && Object.hasOwn(values, word)
    ? values[word]
    : unknownWord(word, Object.keys(values));
}

function unknownWord(word: unknown, words: readonly string[]): Invalid {
  const near = typeof word === 'string' ? didYouMean(closest(word, words)).trim() : '';
  return new Invalid(`expected one of: ${words.join(', ')}`, near || undefined);
}

/** Account recovery: a list of names with priorities, which the spec holds in the order of their priorities. */
export function byPriority(name: string, priority: string): Rule {
  const leaf = 'accountRecovery';
  return {
    leaves: [leaf],
    read: (value) => {
      if (!isListOfMaps(value)) {
        return { [leaf]: new Invalid(`expected a list of ${name} and ${priority}`) };
      }
      const priorities = value.map((item) => item[priority]);
      if (!priorities.every((number) => number === 1 || number === 2) || new Set(priorities).size !== value.length) {
        return { [leaf]: new Invalid(`expected the priorities 1 and 2, each once`) };
      }
      const sorted = [...value].sort((one, other) => Number(one[priority]) - Number(other[priority]));
      return { [leaf]: sorted.map((item) => item[name]) };
    },
    write: (get) => {
      const names = get(leaf);
      if (!Array.isArray(names) || names.length === 0) return undefined;
      return names.map((word: unknown, index) => ({ [name]: word, [priority]: index + 1 }));
    },
  };
}

function isListOfMaps(value: unknown): value is readonly Record<string, unknown>[] {
  return Array.isArray(value) && value.every((item: unknown) => typeof item === 'object' && item !== null);
}

/** The attributes that every pool has, by their names: a custom one of the same name keeps its prefix. */
const STANDARD = new Set(standardAttributes().map(({ Name = '' }) => Name));

/** The name of an attribute of the schema: the spec has custom ones without their prefix. */
export const ATTRIBUTE_NAME: Rule = {
  leaves: ['name'],
  read: (value) => {
    const bare = typeof value === 'string' ? value.replace(/^(?:dev:)?custom:/, '') : value;
    return { name: STANDARD.has(String(bare)) ? value : bare };
  },
  write: (get) => get('name'),
};

/** A number that the dialect writes as text: the bounds of attributes. */
export function numberText(leaf: string): Rule {
  return {
    leaves: [leaf],
    read: (value) => ({ [leaf]: typeof value === 'string' && value.trim() !== '' ? Number(value) : value }),
    write: (get) => (get(leaf) === undefined ? undefined : String(get(leaf))),
  };
}
