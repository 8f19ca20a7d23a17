// Every error this Cloudflare answers with: HTTP status, code and words as they were recorded at the real one.
// Where nobody recorded a code, the comment says so.
import { Refusal } from './envelope.ts';
import type { ErrorEntry } from './envelope.ts';

function refusal(status: number, code: number, message: string, more: Partial<ErrorEntry> = {}): Refusal {
  return new Refusal(status, [{ code, message, ...more }]);
}

const INVALID_HEADERS = 'Invalid request headers';

// --- who is calling -----------------------------------------------------------------------------------------------

export const missingAuthorization = () => refusal(400, 1001, 'Missing "Authorization" header');
export const missingCredentials = () =>
  refusal(400, 9106, 'Missing X-Auth-Key, X-Auth-Email or Authorization headers');
export const malformedAuthorization = () =>
  refusal(400, 6003, INVALID_HEADERS, {
    error_chain: [{ code: 6111, message: 'Invalid format for Authorization header' }],
  });
/** Names every header of the older pair that is missing or malformed. */
export const malformedPair = ({ email, key }: { readonly email: boolean; readonly key: boolean }) =>
  refusal(400, 6003, INVALID_HEADERS, {
    error_chain: [
      ...(email ? [{ code: 6102, message: 'Invalid format for X-Auth-Email header' }] : []),
      ...(key ? [{ code: 6103, message: 'Invalid format for X-Auth-Key header' }] : []),
    ],
  });
export const unknownKeyPair = () => refusal(403, 9103, 'Unknown X-Auth-Key or X-Auth-Email');
/** Product endpoints hide the header's fault; `/memberships` says the same to account-owned tokens. */
export const authenticationFailed = () => refusal(400, 9106, 'Authentication failed (status: 400)');
/** The verify endpoints' word for every secret that is not theirs. */
export const invalidApiToken = () => refusal(401, 1000, 'Invalid API Token');
export const invalidAccessToken = () => refusal(403, 9109, 'Invalid access token');
/** Product endpoints: 401 for an unknown secret. */
export const authenticationError = () => refusal(401, 10000, 'Authentication error');
export const wrongLocation = (address: string) =>
  refusal(403, 9109, `Cannot use the access token from location: ${address}`);
export const tooManyAuthFailures = () =>
  refusal(403, 9109, 'Max auth failures reached, please check your Authorization header.');
export const userLevelOnly = () => refusal(403, 9109, 'Valid user-level authentication not found');

// --- what the caller may do ---------------------------------------------------------------------------------------

export const unauthorized = () => refusal(403, 9109, 'Unauthorized to access requested resource');
/** Product endpoints: a good token without the right. Since August 2026 some say `Forbidden` and link the docs. */
export const forbidden = (modernWords: boolean) =>
  modernWords
    ? refusal(403, 10000, 'Forbidden', {
        documentation_url: 'https://developers.cloudflare.com/fundamentals/api/troubleshooting/',
      })
    : refusal(403, 10000, 'Authentication error');
export const notServed = (what: 'account' | 'zone') =>
  refusal(403, 7403, `The given ${what} is not valid or is not authorized to access this service`);
export const cannotGrant = (groupName: string) =>
  refusal(400, 1001, `Failed common permission check against resources. (Permission group: "${groupName}")`);

// --- where --------------------------------------------------------------------------------------------------------

export const noRoute = (path: string) =>
  new Refusal(404, [
    { code: 7003, message: `Could not route to ${path}, perhaps your object identifier is invalid?` },
    { code: 7000, message: 'No route for that URI' },
  ]);
/** Outside the API; what the real one says of a path below it that no product serves is `noRoute`. */
export const noSuchUri = () => refusal(404, 7000, 'No route for that URI');
export const noMethod = (method: string) =>
  refusal(405, 7001, `Method ${method} not available for that URI.`);
/** The words of the real 1003 are not known. */
export const tokenNotFound = () => refusal(404, 1003, 'API token not found');
export const recordNotFound = () => refusal(404, 81044, 'Record does not exist.');
export const bucketNotFound = () => refusal(404, 10006, 'The specified bucket does not exist.');
export const bucketExists = () =>
  refusal(409, 10004, 'The bucket you tried to create already exists, and you own it.');
export const zoneCreationForbidden = () => refusal(403, 1068, 'Permission denied');
export const zoneExists = (name: string) => refusal(400, 1061, `${name} already exists`);
export const badZoneName = (name: string) => refusal(400, 1002, `${name} is not a valid domain name`);
export const membershipNotFound = () => refusal(404, 1003, 'Membership not found');

// --- what was asked -----------------------------------------------------------------------------------------------

export const badJson = () => refusal(400, 1198, 'Failed to decode the JSON request body');
/** At the real one the edge refuses bodies that are far larger, with a page. */
export const tooLarge = () =>
  new Refusal(413, [{ code: 413, message: 'Request body is too large' }], { connection: 'close' });
/** Structural faults of a token; the code really is 400. */
export const malformed = (message: string, pointer?: string) =>
  refusal(400, 400, message, pointer === undefined ? {} : { source: { pointer } });
/** Faults in what a token names; where the real code is not recorded, it is 1001 like its neighbours. */
export const rejected = (message: string, pointer?: string) =>
  refusal(400, 1001, message, pointer === undefined ? {} : { source: { pointer } });
export const unknownGroup = (id: string) => rejected(`Permission group ${id} not found`);
export const granularScope = () =>
  rejected('User tokens cannot reference roles with granular resource scopes');
export const flatZoneWildcard = () =>
  rejected('Must specify a zone for account owned tokens, or nest zone under specific account resource');
/** Named after the zone's; the real words are not known. */
export const flatAccountWildcard = () => rejected('Must specify an account for account owned tokens');
export const unsupportedResource = (key: string) => rejected(`"${key}" is not a supported resource type`);
/** The real code of an exceeded quota is not recorded. */
export const quotaReached = (limit: number) =>
  rejected(`Token limit reached: at most ${limit} API tokens are allowed for this owner`);
export const managedToken = () =>
  rejected('This token is managed by Cloudflare and cannot be deleted by its account');
/** The real code for a bad page is not recorded. */
export const badQuery = (message: string) => refusal(400, 1001, message);
export const badRecord = (code: number, message: string) => refusal(400, code, message);
export const badBucket = (code: number, message: string) => refusal(400, code, message);

// --- what went wrong here -----------------------------------------------------------------------------------------

export const brokenDown = () => refusal(500, 10013, 'An unknown error has occurred.');

// --- how often ----------------------------------------------------------------------------------------------------

/** Two codes were recorded for throttling. */
export const throttled = (retryAfterSeconds: number, code: 971 | 10429 = 10429) =>
  new Refusal(
    429,
    [
      {
        code,
        message:
          code === 971
            ? 'Please wait and consider throttling your request speed'
            : 'Rate limited. Please wait and consider throttling your request speed',
      },
    ],
    { 'retry-after': String(retryAfterSeconds) },
  );
