import {
  type MapNode,
  member,
  type Node,
  type Position,
  rebuilt,
  referencesIn,
  type ScalarNode,
  textOf,
} from '../source/node.js';

/** Values for references, by name: those of --resolve. */
export type Values = ReadonlyMap<string, string>;

/**
 * Carries out the functions of a CloudFormation template ("Intrinsic function reference", CloudFormation user guide) as far
 * as the template and the given values allow. What only a deployment knows becomes a reference with the names that would
 * supply it.
 */
export class Template {
  /** What is known of each condition so far. One that refers to itself by mistake is unknown. */
  private readonly truths = new Map<string, boolean | undefined>();

  constructor(
    private readonly root: MapNode,
    private readonly values: Values,
  ) {}

  /** The node with every function carried out; undefined if it is to be left out (`AWS::NoValue`). */
  resolve(node: Node): Node | undefined {
    if (node.kind === 'list') {
      const items = node.items.flatMap((item) => this.resolve(item) ?? []);
      return { ...node, items };
    }
    if (node.kind === 'scalar') return this.dynamic(node);
    if (node.kind === 'reference') return node;
    const [first] = node.entries;
    if (node.entries.size === 1 && first !== undefined) {
      const [name, { node: argument }] = first;
      if (name === 'Ref' || name.startsWith('Fn::')) return this.call(name, argument, node.at);
    }
    const entries = [...node.entries].flatMap(([key, { at, node: inner }]) => {
      const value = this.resolve(inner);
      return value === undefined ? [] : [[key, { at, node: value }] as const];
    });
    return { ...node, entries: new Map(entries) };
  }

  /** Whether a condition of the template is met; undefined if only a deployment knows. A value that was given wins. */
  condition(name: string): boolean | undefined {
    const given = this.values.get(name);
    if (given === 'true' || given === 'false') return given === 'true';
    if (!this.truths.has(name)) {
      this.truths.set(name, undefined);
      const node = member(member(this.root, 'Conditions'), name);
      if (node !== undefined) this.truths.set(name, this.truth(node));
    }
    return this.truths.get(name);
  }

  private call(name: string, argument: Node, at: Position): Node | undefined {
    const text = textOf(argument);
    switch (name) {
      case 'Ref':
        return text === 'AWS::NoValue' ? undefined : this.named(text ?? '', at);
      case 'Fn::GetAtt':
        return this.named(text ?? this.items(argument).map(plainText).join('.'), at);
      case 'Fn::ImportValue': {
        const exported = this.resolve(argument);
        return isKnown(exported) ? this.named(plainText(exported), at) : unknown(at, name, exported);
      }
      case 'Fn::Sub':
        return this.substitute(argument, at);
      case 'Fn::Join': {
        const [separator, parts] = this.items(argument);
        return parts?.kind === 'list' ? joined(parts.items, plainText(separator), at) : unknown(at, name, parts);
      }
      case 'Fn::If':
        return this.choose(argument, at);
      case 'Fn::FindInMap': {
        const keys = this.items(argument).slice(0, 3);
        if (keys.length < 3 || !keys.every(isKnown)) return unknown(at, name, ...keys);
        const path = keys.map(plainText);
        const found = path.reduce<Node | undefined>(member, member(this.root, 'Mappings'));
        // A mapping contains no functions ("Mappings", CloudFormation user guide), which could go round in a circle.
        return found === undefined ? this.named(path.join('.'), at) : loose(found);
      }
      case 'Fn::Select': {
        const [index, list] = this.items(argument);
        const position = isKnown(index) ? Number(plainText(index)) : Number.NaN;
        const chosen = list?.kind === 'list' ? list.items[position] : undefined;
        return chosen ?? unknown(at, name, index, list);
      }
      default:
        return unknown(at, name, this.resolve(argument));
    }
  }

  /** A scalar, with its dynamic references replaced by the values that were given. */
  private dynamic(node: ScalarNode): Node {
    const names = textOf(node)?.match(DYNAMIC) ?? [];
    const missing = names.filter((name) => !this.values.has(name));
    if (missing.length > 0) return reference(missing, node.at);
    if (names.length === 0) return { ...node, isLoose: true };
    const value = String(node.value).replaceAll(DYNAMIC, (name) => this.values.get(name) ?? '');
    return { ...node, value, isLoose: true };
  }

  private items(argument: Node | undefined): readonly Node[] {
    const list = argument === undefined ? undefined : this.resolve(argument);
    return list?.kind === 'list' ? list.items : [];
  }

  /** A parameter, or an attribute of a resource. A value that was given wins over the default of a parameter. */
  named(name: string, at: Position): Node {
    const given = this.values.get(name);
    const parameter = member(member(this.root, 'Parameters'), name);
    const preset = member(parameter, 'Default');
    const type = textOf(member(parameter, 'Type')) ?? '';
    const isStored = type.startsWith('AWS::SSM::');
    const value = given ?? (preset?.kind === 'scalar' && !isStored ? preset.value : undefined);
    if (value === undefined) return reference([name], at);
    if (!/^(?:CommaDelimitedList$|List<)/.test(type)) return { kind: 'scalar', at, value, isLoose: true };
    const items = String(value).split(',');
    return {
      kind: 'list',
      at,
      items: items.map((item) => ({ kind: 'scalar', at, value: item.trim(), isLoose: true })),
    };
  }

  private substitute(argument: Node, at: Position): Node {
    const [template, variables] = argument.kind === 'list' ? argument.items : [argument];
    const given = variables === undefined ? undefined : this.resolve(variables);
    const parts = (textOf(template) ?? '').split(/(\$\{[^!}][^}]*\})/);
    const nodes = parts.map((part): Node => {
      const name = /^\$\{\s*(.*?)\s*\}$/.exec(part)?.[1];
      if (name === undefined) return { kind: 'scalar', at, value: part.replaceAll('${!', '${') };
      return member(given, name) ?? this.named(name, at);
    });
    return joined(nodes, '', at);
  }

  private choose(argument: Node, at: Position): Node | undefined {
    const [name, yes, no] = argument.kind === 'list' ? argument.items : [];
    const truth = this.condition(textOf(name) ?? '');
    if (truth === undefined) return reference([textOf(name) ?? 'Fn::If'], at);
    const chosen = truth ? yes : no;
    return chosen === undefined ? undefined : this.resolve(chosen);
  }

  private truth(node: Node): boolean | undefined {
    const [first] = node.kind === 'map' ? node.entries : [];
    if (first === undefined) return undefined;
    const [name, { node: argument }] = first;
    if (name === 'Condition') return this.condition(textOf(argument) ?? '');
    if (argument.kind !== 'list') return undefined;
    if (name === 'Fn::Equals') {
      const [one, other] = this.items(argument);
      if (one?.kind !== 'scalar' || other?.kind !== 'scalar') return undefined;
      return String(one.value) === String(other.value);
    }
    const truths = argument.items.map((item) => this.truth(item));
    if (name === 'Fn::Not') return truths[0] === undefined ? undefined : !truths[0];
    if (name !== 'Fn::And' && name !== 'Fn::Or') return undefined;
    const deciding = name === 'Fn::Or';
    if (truths.includes(deciding)) return deciding;
    return truths.includes(undefined) ? undefined : !deciding;
  }
}

/** No setting is as long as a template may be, but text that is put together from itself can fill the memory. */
const MAX_LENGTH = 1_000_000;

function reference(names: readonly string[], at: Position): Node {
  return { kind: 'reference', at, names };
}

/** The result of a function that needs what only a deployment knows: the first reference in its arguments, or its name. */
function unknown(at: Position, name: string, ...given: readonly (Node | undefined)[]): Node {
  const [first = name] = given.flatMap((node) => (node === undefined ? [] : referencesIn(node)));
  return reference([first], at);
}

function isKnown(node: Node | undefined): boolean {
  return node?.kind === 'scalar';
}

function loose(node: Node): Node {
  return rebuilt(node, (inner) => (inner.kind === 'scalar' ? { ...inner, isLoose: true } : undefined));
}

/** `{{resolve:ssm:/path}}`: a value of Systems Manager or Secrets Manager ("Dynamic references"). */
const DYNAMIC = /\{\{resolve:[^{}]+\}\}/g;

function joined(nodes: readonly Node[], separator: string, at: Position): Node {
  const names = [...new Set(nodes.flatMap(referencesIn))];
  if (names.length > 0) return reference(names, at);
  const parts = nodes.map(plainText);
  const length = parts.reduce((sum, part) => sum + part.length + separator.length, 0);
  if (length > MAX_LENGTH) return reference(['Fn::Join'], at);
  return { kind: 'scalar', at, value: parts.join(separator), isLoose: true };
}

function plainText(node: Node | undefined): string {
  return node?.kind === 'scalar' ? String(node.value ?? '') : '';
}
