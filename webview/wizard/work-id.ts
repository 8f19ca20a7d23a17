// Names for pieces of work.

/** A random name that no other work has. Also where `crypto.randomUUID` is missing: in pages that came over HTTP. */
export function newWorkId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
