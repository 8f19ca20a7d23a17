// The draft and what it is made of, as they cross between host and webview: the domain's types once more, as schemas.
import * as z from 'zod/mini';
import type { CatalogueEntry } from '../tokens/catalogueEntry.ts';
import type { BucketName, Draft, DraftPart, Named, Target } from '../tokens/draft.ts';
import type { TemplateFile, TemplateGrant } from '../tokens/templateFile.ts';
import type { GroupRef, IpCondition, Owner, Policy, ResourceValue, Token } from '../tokens/token.ts';

/** One schema per field of a domain type; a field that the schema forgets does not compile. */
type FieldsOf<T> = { readonly [K in keyof T]-?: z.ZodMiniType };

const list = <T extends z.ZodMiniType>(of: T) => z.readonly(z.array(of));
const optionalText = z.exactOptional(z.string());

export const ownerSchema: z.ZodMiniType<Owner> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('user') }),
  z.object({ kind: z.literal('account'), accountId: z.string() }),
]);

const namedFields = { id: z.string(), name: optionalText } satisfies FieldsOf<Named>;
export const namedSchema: z.ZodMiniType<Named> = z.object(namedFields);

const unknownFields = z.exactOptional(z.readonly(z.record(z.string(), z.unknown())));

const groupRef: z.ZodMiniType<GroupRef> = z.object({
  id: z.string(),
  name: optionalText,
  unknown: unknownFields,
} satisfies FieldsOf<GroupRef>);

const bucket: z.ZodMiniType<BucketName> = z.object({
  accountId: z.string(),
  jurisdiction: z.string(),
  name: z.string(),
} satisfies FieldsOf<BucketName>);

const ofAccounts = z.object({ ofAccounts: list(namedSchema) });

const target: z.ZodMiniType<Target> = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('user'), userId: optionalText }),
  z.object({ scope: z.literal('account'), accounts: z.union([z.literal('all'), list(namedSchema)]) }),
  z.object({
    scope: z.literal('zone'),
    zones: z.union([z.literal('all'), ofAccounts, z.object({ chosen: list(namedSchema) })]),
    except: list(namedSchema),
  }),
  z.object({
    scope: z.literal('bucket'),
    buckets: z.union([ofAccounts, z.object({ chosen: list(bucket) })]),
  }),
]);

const part: z.ZodMiniType<DraftPart> = z.object({
  groups: list(groupRef),
  target,
} satisfies FieldsOf<DraftPart>);

const resourceValue: z.ZodMiniType<ResourceValue> = z.union([
  z.string(),
  z.record(
    z.string(),
    z.lazy(() => resourceValue),
  ),
]);

export const policySchema: z.ZodMiniType<Policy> = z.object({
  effect: z.string(),
  groups: list(groupRef),
  resources: z.readonly(z.record(z.string(), resourceValue)),
  unknown: unknownFields,
} satisfies FieldsOf<Policy>);

const condition: z.ZodMiniType<IpCondition> = z.object({
  allow: z.exactOptional(list(z.string())),
  deny: z.exactOptional(list(z.string())),
} satisfies FieldsOf<IpCondition>);

/** From where and how long. */
export const restrictionsSchema: z.ZodMiniType<Pick<Draft, 'condition' | 'notBefore' | 'expiresOn'>> =
  z.object({
    condition: z.exactOptional(condition),
    notBefore: optionalText,
    expiresOn: optionalText,
  });

/** A draft; holds no secret, because the domain's draft cannot. */
export const draftSchema: z.ZodMiniType<Draft> = z.object({
  name: z.string(),
  owner: ownerSchema,
  parts: list(part),
  condition: z.exactOptional(condition),
  otherConditions: unknownFields,
  notBefore: optionalText,
  expiresOn: optionalText,
  carried: list(policySchema),
} satisfies FieldsOf<Draft>);

/** A token as Cloudflare described it; the domain's token holds no secret either. */
export const tokenSchema: z.ZodMiniType<Token> = z.object({
  id: z.string(),
  owner: ownerSchema,
  name: z.string(),
  status: z.string(),
  policies: list(policySchema),
  condition: z.exactOptional(condition),
  otherConditions: unknownFields,
  issuedOn: optionalText,
  modifiedOn: optionalText,
  lastUsedOn: optionalText,
  notBefore: optionalText,
  expiresOn: optionalText,
  creatorEmail: optionalText,
  unknown: unknownFields,
} satisfies FieldsOf<Token>);

/** The names of what a token mentions, as far as they are known, and the account of each zone. */
export const mentionedSchema = z.object({
  zones: list(z.object({ ...namedFields, accountId: optionalText })),
  accounts: list(namedSchema),
});
export type Mentioned = z.infer<typeof mentionedSchema>;

const grant: z.ZodMiniType<TemplateGrant> = z.object({
  permissions: list(z.object({ name: z.string(), id: optionalText })),
  target,
} satisfies FieldsOf<TemplateGrant>);

const templateFile: z.ZodMiniType<TemplateFile> = z.object({
  name: z.string(),
  description: optionalText,
  grants: list(grant),
  carried: list(policySchema),
  condition: z.exactOptional(condition),
  otherConditions: unknownFields,
  ttl: optionalText,
} satisfies FieldsOf<TemplateFile>);

/** One of a person's own templates, as it was found. */
export const ownTemplateSchema = z.object({
  /** Tells it from every other starting point. */
  key: z.string(),
  file: z.string(),
  /** The workspace folder it is in; absent for those of the person, which every workspace has. */
  folder: optionalText,
  /** Absent: it cannot be used, and `flaws` say why. */
  template: z.exactOptional(templateFile),
  flaws: list(z.object({ path: z.string(), message: z.string(), line: z.number() })),
});
export type OwnTemplate = z.infer<typeof ownTemplateSchema>;

/** One permission group of an owner's catalogue. */
export const entrySchema: z.ZodMiniType<CatalogueEntry> = z.object({
  id: z.string(),
  name: z.string(),
  scope: z.enum(['user', 'account', 'zone', 'bucket', 'other']),
  apiScope: z.string(),
  label: z.string(),
  level: z.string(),
  product: optionalText,
  aliases: list(z.string()),
  description: optionalText,
  selectable: z.boolean(),
  deprecated: z.boolean(),
} satisfies FieldsOf<CatalogueEntry>);
