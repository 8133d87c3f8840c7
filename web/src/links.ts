/** The URL when a browser may safely follow it; null for anything but the web's own schemes. */
export function webLink(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) {
    return null;
  }
  return ["http:", "https:"].includes(new URL(url).protocol) ? url : null;
}
