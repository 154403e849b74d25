const LATER_MS = 60_000;

/** Saves what was fetched with the token: a plain link could not show it. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), LATER_MS);
}

export const saveText = (content: string, name: string, type: string): void =>
  saveBlob(new Blob([content], { type }), name);
