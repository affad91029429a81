import { type Document, isMap, YAMLMap } from 'yaml';
import type { ContextSettings } from './settings-schema.js';

/** A contexts file being edited. What is not edited keeps its comments, order and quotes. */
export class EditableContexts {
  changed = false;

  constructor(
    private readonly document: Document,
    private readonly source: string,
  ) {}

  setContext(name: string, settings: ContextSettings): void {
    const contexts = this.#contexts();
    // An empty `contexts: {}` would otherwise stay in braces, on one line.
    if (contexts.items.length === 0) contexts.flow = false;
    contexts.set(name, this.document.createNode(settings, { keepUndefined: false }));
    this.changed = true;
  }

  removeContext(name: string): void {
    this.#contexts().delete(name);
    this.changed = true;
  }

  setCurrent(name: string): void {
    const root = this.#root();
    if (root.has('current')) root.set('current', name);
    else root.items.unshift(this.document.createPair('current', name));
    this.changed = true;
  }

  /**
   * The text of the edited file, with the indentation and line ends of the original.
   *
   * @throws ReferenceError if a removed part held an anchor that another part refers to.
   */
  toText(): string {
    const indent = /^( {2,8})\S/m.exec(this.source)?.[1]?.length ?? 2;
    const text = this.document.toString({ lineWidth: 0, flowCollectionPadding: false, indent });
    return this.source.includes('\r\n') ? text.replaceAll(/\r?\n/g, '\r\n') : text;
  }

  #root(): YAMLMap {
    const root = this.document.contents;
    if (isMap(root)) return root;
    const empty = new YAMLMap(this.document.schema);
    this.document.contents = empty;
    return empty;
  }

  #contexts(): YAMLMap {
    const contexts: unknown = this.#root().get('contexts', true);
    if (isMap(contexts)) return contexts;
    const empty = new YAMLMap(this.document.schema);
    this.#root().set('contexts', empty);
    return empty;
  }
}
