// The server's rule and words (Stores/Core/StoreName.cs); the server stays the judge.
export const storeNameRule =
  "must be 1 to 40 characters: lower-case letters, digits and hyphens, beginning with a letter and ending with a letter or digit";

const complete = /^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/;
const beginning = /^([a-z][-a-z0-9]{0,39})?$/;

/**
 * What is wrong with a name. While it is being typed, the beginning of a good name is not wrong yet:
 * a hyphen at the end may be followed by a letter.
 */
export function storeNameError(name: string, finished: boolean): string | null {
  return (finished ? complete : beginning).test(name) ? null : storeNameRule;
}
