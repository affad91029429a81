import {
  type MapNode,
  member,
  type Node,
  type Position,
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
    if (node.kind === 'scalar') return dynamic(node) ?? { ...node, isLoose: true };
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

  /** Whether a condition of the template is met; undefined if only a deployment knows. */
  condition(name: string, depth = 0): boolean | undefined {
    const node = member(member(this.root, 'Conditions'), name);
    return node === undefined || depth > MAX_DEPTH ? undefined : this.truth(node, depth + 1);
  }

  private call(name: string, argument: Node, at: Position): Node | undefined {
    const text = textOf(argument);
    switch (name) {
      case 'Ref':
        return text === 'AWS::NoValue' ? undefined : this.named(text ?? '', at);
      case 'Fn::GetAtt':
        return this.named(text ?? this.items(argument).map(plainText).join('.'), at);
      case 'Fn::ImportValue':
        return this.named(plainText(this.resolve(argument)), at);
      case 'Fn::Sub':
        return this.substitute(argument, at);
      case 'Fn::Join': {
        const [separator, parts] = this.items(argument);
        return joined(this.items(parts), plainText(separator), at);
      }
      case 'Fn::If':
        return this.choose(argument, at);
      case 'Fn::FindInMap': {
        const [map, top, second] = this.items(argument).map(plainText);
        const found = member(member(member(member(this.root, 'Mappings'), map ?? ''), top ?? ''), second ?? '');
        return found === undefined ? reference([`${map}.${top}.${second}`], at) : this.resolve(found);
      }
      case 'Fn::Select': {
        const [index, list] = this.items(argument);
        const chosen = list?.kind === 'list' ? list.items[Number(plainText(index))] : undefined;
        return chosen ?? reference(list === undefined ? [name] : [...referencesIn(list), name].slice(0, 1), at);
      }
      default:
        return reference([...referencesIn(this.resolve(argument) ?? argument), name].slice(0, 1), at);
    }
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
    const parts = (textOf(template) ?? '').split(/(\$\{[^!}][^}]*\})/);
    const nodes = parts.map((part): Node => {
      const name = /^\$\{\s*(.*?)\s*\}$/.exec(part)?.[1];
      if (name === undefined) return { kind: 'scalar', at, value: part.replaceAll('${!', '${') };
      const own = member(variables, name);
      return own === undefined ? this.named(name, at) : (this.resolve(own) ?? { kind: 'scalar', at, value: '' });
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

  private truth(node: Node, depth: number): boolean | undefined {
    const [first] = node.kind === 'map' ? node.entries : [];
    if (first === undefined) return undefined;
    const [name, { node: argument }] = first;
    if (name === 'Condition') return this.condition(textOf(argument) ?? '', depth);
    if (argument.kind !== 'list') return undefined;
    if (name === 'Fn::Equals') {
      const [one, other] = this.items(argument);
      if (one?.kind !== 'scalar' || other?.kind !== 'scalar') return undefined;
      return String(one.value) === String(other.value);
    }
    const truths = argument.items.map((item) => this.truth(item, depth + 1));
    if (name === 'Fn::Not') return truths[0] === undefined ? undefined : !truths[0];
    if (name !== 'Fn::And' && name !== 'Fn::Or') return undefined;
    const deciding = name === 'Fn::Or';
    if (truths.includes(deciding)) return deciding;
    return truths.includes(undefined) ? undefined : !deciding;
  }
}

/** Conditions may refer to one another, and to themselves by mistake. */
const MAX_DEPTH = 50;

function reference(names: readonly string[], at: Position): Node {
  return { kind: 'reference', at, names };
}

/** `{{resolve:ssm:/path}}`: a value of Systems Manager or Secrets Manager. */
function dynamic({ value, at }: ScalarNode): Node | undefined {
  const name = typeof value === 'string' ? /\{\{resolve:[^}]+\}\}/.exec(value)?.[0] : undefined;
  return name === undefined ? undefined : reference([name], at);
}

function joined(nodes: readonly Node[], separator: string, at: Position): Node {
  const names = nodes.flatMap(referencesIn);
  if (names.length > 0) return reference(names, at);
  return { kind: 'scalar', at, value: nodes.map(plainText).join(separator), isLoose: true };
}

function plainText(node: Node | undefined): string {
  return node?.kind === 'scalar' ? String(node.value ?? '') : '';
}
