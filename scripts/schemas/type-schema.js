import ts from 'typescript';

/**
 * The JSON Schema (draft 7) of what `JSON.stringify` makes of a value of a type. Objects have no further keys, unless the type
 * says that their keys are data; a key whose value may be `undefined` may be missing.
 *
 * @param {ts.Type} type
 * @param {ts.TypeChecker} checker
 * @param {readonly ts.Type[]} outer the types that contain it: a type that contains itself may be anything further down
 * @returns {object}
 */
export function typeSchema(type, checker, outer = []) {
  const { flags } = type;
  if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive) || outer.includes(type)) return {};
  if (flags & ts.TypeFlags.Null) return { type: 'null' };
  if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
  if (flags & ts.TypeFlags.BooleanLiteral) return { const: checker.typeToString(type) === 'true' };
  if (flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
  if (flags & ts.TypeFlags.StringLike) return { type: 'string' };
  if (flags & ts.TypeFlags.NumberLike) return { type: 'number' };
  if (type.isUnion()) return unionSchema(type.types.filter((one) => !isUndefined(one)), checker, outer);
  // A string or number with a brand, which only the compiler sees.
  const primitive = type.isIntersection() ? type.types.find((one) => !(one.flags & ts.TypeFlags.Object)) : undefined;
  if (primitive !== undefined) return typeSchema(primitive, checker, outer);
  if (type.symbol?.name === 'Date') return { type: 'string', format: 'date-time' };
  if (checker.isArrayLikeType(type)) {
    const [item] = checker.getTypeArguments(type);
    return { type: 'array', items: item === undefined ? {} : typeSchema(item, checker, [...outer, type]) };
  }
  return objectSchema(type, checker, [...outer, type]);
}

function isUndefined({ flags }) {
  return (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) !== 0;
}

function unionSchema(types, checker, outer) {
  const schemas = types.map((type) => typeSchema(type, checker, outer));
  const constants = schemas.flatMap((schema) => ('const' in schema ? [schema.const] : []));
  const isBoolean = constants.includes(true) && constants.includes(false);
  const values = isBoolean ? constants.filter((value) => typeof value !== 'boolean') : constants;
  const others = schemas.filter((schema) => !('const' in schema));
  const parts = [
    ...(values.length === 0 ? [] : [values.length === 1 ? { const: values[0] } : { enum: values.sort() }]),
    ...(isBoolean ? [{ type: 'boolean' }] : []),
    ...others,
  ];
  const simple = parts.every((part) => Object.keys(part).join() === 'type');
  if (parts.length === 1) return parts[0];
  return simple ? { type: parts.map((part) => part.type).sort() } : { anyOf: parts };
}

function objectSchema(type, checker, outer) {
  const properties = {};
  const required = [];
  for (const property of checker.getPropertiesOfType(type)) {
    const value = checker.getTypeOfSymbol(property);
    if (value.getCallSignatures().length > 0) continue;
    const parts = value.isUnion() ? value.types : [value];
    if (parts.every(isUndefined)) continue;
    properties[property.name] = typeSchema(value, checker, outer);
    if (!(property.flags & ts.SymbolFlags.Optional) && !parts.some(isUndefined)) required.push(property.name);
  }
  const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
  return {
    type: 'object',
    properties,
    required,
    additionalProperties: index === undefined ? false : typeSchema(index.type, checker, outer),
  };
}
