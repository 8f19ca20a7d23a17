// As much of JSON Schema as the extension's own schemas use, to test what an editor would say of a file.
interface Schema {
  readonly $ref?: string;
  readonly const?: unknown;
  readonly type?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

const SAYS_NOTHING = ['$schema', 'title', 'description', 'examples', 'default', 'definitions'];
const CHECKED = [
  '$ref const type anyOf oneOf required properties additionalProperties items minItems minLength maxLength pattern',
].flatMap((words) => words.split(' '));

/** Is a value what a schema asks for? @throws Error when the schema uses something that is not checked here */
export function fitsSchema(value: unknown, schema: object, root: object = schema): boolean {
  const rules = schema as Schema;
  const odd = Object.keys(schema).filter((name) => !SAYS_NOTHING.includes(name) && !CHECKED.includes(name));
  if (odd.length > 0) throw new Error(`unchecked: ${odd.join()}`);
  const fits = (inner: Schema, other: unknown = value) => fitsSchema(other, inner, root);
  const text = typeof value === 'string' ? value : undefined;
  const list = Array.isArray(value) ? (value as unknown[]) : undefined;
  const fields = kindOf(value) === 'object' ? (value as Record<string, unknown>) : undefined;
  return [
    rules.$ref === undefined || fits(definition(rules.$ref, root)),
    rules.const === undefined || value === rules.const,
    rules.type === undefined || kindOf(value) === rules.type,
    rules.anyOf?.some((one) => fits(one)) ?? true,
    rules.oneOf === undefined || rules.oneOf.filter((one) => fits(one)).length === 1,
    text === undefined || Array.from(text).length >= (rules.minLength ?? 0),
    text === undefined || Array.from(text).length <= (rules.maxLength ?? Infinity),
    text === undefined || rules.pattern === undefined || new RegExp(rules.pattern, 'u').test(text),
    list === undefined || list.length >= (rules.minItems ?? 0),
    list?.every((item) => rules.items === undefined || fits(rules.items, item)) ?? true,
    fields === undefined || (rules.required ?? []).every((name) => name in fields),
    Object.entries(fields ?? {}).every(([name, inner]) => {
      const known = rules.properties?.[name] ?? rules.additionalProperties ?? true;
      return typeof known === 'boolean' ? known : fits(known, inner);
    }),
  ].every(Boolean);
}

function definition(ref: string, root: object): Schema {
  const found = (root as Schema).definitions?.[ref.replace('#/definitions/', '')];
  if (found === undefined) throw new Error(ref);
  return found;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
