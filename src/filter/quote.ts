/** Returns typed text for a message: quoted, in one line, without control characters, cut at 60. */
export function quote(text: string): string {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return JSON.stringify(shown);
}
