const LATER_MS = 60_000;

function follow(blob: Blob, name: string | null): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  if (name === null) link.target = '_blank';
  else link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), LATER_MS);
}

/** Saves what was fetched with the token: a plain link could not show it. */
export const saveText = (content: string, name: string, type: string): void =>
  follow(new Blob([content], { type }), name);
export const openBlob = (blob: Blob): void => follow(blob, null);
