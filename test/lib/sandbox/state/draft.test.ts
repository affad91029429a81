import { expect } from 'chai';
import fc from 'fast-check';
import { draftOf, unwrap } from '../../../../src/lib/sandbox/state/draft.js';

type Json = Record<string, unknown>;

/** A change somewhere in a state: the path to a child, and what to do there. */
const change = fc.record({
  path: fc.array(fc.nat(5), { maxLength: 3 }),
  key: fc.constantFrom('a', 'b', 'c', '0', '1'),
  what: fc.constantFrom('set', 'delete', 'push', 'shorten'),
  value: fc.jsonValue({ maxDepth: 2 }),
});

const state = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue({ maxDepth: 3 }));

function apply(root: Json, { path, key, what, value }: { path: number[]; key: string; what: string; value: unknown }) {
  let target: object = root;
  for (const step of path) {
    const children: unknown[] = Object.values(target);
    const child = children[step % Math.max(children.length, 1)];
    if (typeof child === 'object' && child !== null) target = child;
  }
  if (Array.isArray(target)) {
    if (what === 'push') target.push(structuredClone(value));
    else if (what === 'shorten') target.length = Math.floor(target.length / 2);
    else target.splice(0, 1, structuredClone(value));
  } else if (what === 'delete') Reflect.deleteProperty(target, key);
  else Reflect.set(target, key, structuredClone(value));
}

describe('draftOf', () => {
  it('changes the state exactly as direct writes would', () => {
    fc.assert(
      fc.property(state, fc.array(change, { maxLength: 12 }), (before, changes) => {
        const [drafted, plain] = [structuredClone(before), structuredClone(before)];
        for (const each of changes) {
          apply(draftOf(drafted).value, each);
          apply(plain, each);
        }
        expect(drafted).to.deep.equal(plain);
      }),
    );
  });

  it('rolls back every change', () => {
    fc.assert(
      fc.property(state, fc.array(change, { maxLength: 12 }), (before, changes) => {
        const target = structuredClone(before);
        const draft = draftOf(target);
        for (const each of changes) apply(draft.value, each);
        draft.rollback();
        expect(JSON.stringify(target, sorted)).to.equal(JSON.stringify(before, sorted));
        expect(draft.changed()).to.be.false;
      }),
    );
  });

  it('rolls back only its own changes of another draft', () => {
    fc.assert(
      fc.property(
        state,
        fc.array(change, { maxLength: 6 }),
        fc.array(change, { maxLength: 6 }),
        (before, first, second) => {
          const target = structuredClone(before);
          const outer = draftOf(target);
          for (const each of first) apply(outer.value, each);
          const between = structuredClone(target);
          const inner = draftOf(outer.value);
          for (const each of second) apply(inner.value, each);
          inner.rollback();
          expect(JSON.stringify(target, sorted)).to.equal(JSON.stringify(between, sorted));
          outer.rollback();
          expect(JSON.stringify(target, sorted)).to.equal(JSON.stringify(before, sorted));
        },
      ),
    );
  });

  it('knows whether the state was changed', () => {
    const draft = draftOf({ a: { b: 1 } });
    expect(draft.value.a.b).to.equal(1);
    expect(draft.changed()).to.be.false;
    draft.value.a.b = 2;
    expect(draft.changed()).to.be.true;
  });

  it('leaves no proxy in the state when a part of it is written back', () => {
    const target: Json = { a: { list: [1] }, b: null };
    const { value } = draftOf(target);
    value.b = { copy: value.a };
    value.c = value.a;
    expect(target.c).to.equal(unwrap(value.a as object));
    (value.a as Json).more = true;
    expect(target.b).to.deep.equal({ copy: { list: [1], more: true } });
  });

  it('allows changes by assignment only', () => {
    const { value } = draftOf({ a: 1 });
    expect(() => Object.defineProperty(value, 'a', { value: 2 })).to.throw(TypeError);
  });
});

/** Sorts keys: a key that was deleted and restored comes last. */
function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
