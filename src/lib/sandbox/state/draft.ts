/** A state that is being changed, with a way to undo the changes. */
export interface Draft<T extends object> {
  /** A proxy of the state: writes go through to the state and are recorded. */
  readonly value: T;
  /** Whether anything was written. */
  changed(): boolean;
  /** Undoes everything that was written. */
  rollback(): void;
}

const RAW = Symbol('raw');

/**
 * Records the changes to a plain JSON state, so that they can be rolled back. Copying the state first would be slow with
 * thousands of users; recording costs only as much as the change. A draft of a draft undoes a part of the changes.
 */
export function draftOf<T extends object>(target: T): Draft<T> {
  const undo: (() => void)[] = [];
  const proxies = new WeakMap<object, object>();

  const wrap = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const known = proxies.get(value);
    if (known) return known;
    const proxy = new Proxy(value, handler);
    proxies.set(value, proxy);
    return proxy;
  };

  const handler: ProxyHandler<object> = {
    get: (raw, key) => (key === RAW ? raw : wrap(Reflect.get(raw, key))),
    set(raw, key, value: unknown) {
      undo.push(undoOf(raw, key));
      return Reflect.set(raw, key, detach(value));
    },
    deleteProperty(raw, key) {
      if (Object.hasOwn(raw, key)) undo.push(undoOf(raw, key));
      return Reflect.deleteProperty(raw, key);
    },
    defineProperty() {
      throw new TypeError('the sandbox state is changed by assignment');
    },
  };

  return {
    value: wrap(target) as T,
    changed: () => undo.length > 0,
    rollback() {
      while (undo.length > 0) undo.pop()?.();
    },
  };
}

/** The state behind a draft, or a draft of a draft, for fast reads such as a search over all users. Never write to it. */
export function unwrap<T extends object>(value: T): Readonly<T> {
  const raw = Reflect.get(value, RAW) as T | undefined;
  return raw === undefined ? value : unwrap(raw);
}

function undoOf(raw: object, key: string | symbol): () => void {
  if (Array.isArray(raw)) {
    const before = [...(raw as unknown[])];
    return () => {
      raw.splice(0, raw.length, ...before);
    };
  }
  if (!Object.hasOwn(raw, key)) return () => Reflect.deleteProperty(raw, key);
  const before: unknown = Reflect.get(raw, key);
  return () => Reflect.set(raw, key, before);
}

/** The value without proxies inside: a proxy left in the state would record changes forever. */
function detach(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const raw = unwrap(value);
  if (raw !== value) return raw;
  for (const [key, member] of Object.entries(value)) {
    const detached = detach(member);
    if (detached !== member) Reflect.set(value, key, detached);
  }
  return value;
}
