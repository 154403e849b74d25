import type { OfflineList } from '@overread/wire';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const safe = (value: string | null | undefined): string =>
  (value ?? '').replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);

/** The list as one page that prints without the network: no script, no picture, nothing to load. */
export function offlinePage({ cut, facility, generatedAt, studies }: OfflineList): string {
  const local = (at: string | null) => (at === null ? '' : localTime(at, facility.zone));
  const calls = facility.callTree.map(
    ({ name, onDuty, phone, role }, index) =>
      `<tr><td>${index + 1}</td><td>${safe(role)}</td><td>${safe(name)}</td><td>${safe(phone)}</td><td>${onDuty ? 'now' : 'off hours'}</td></tr>`,
  );
  const rows = studies.map((study) => {
    const {
      accessionNumber,
      description,
      dueAt,
      handedBackTo,
      modalities,
      patient,
      priority,
      reader,
      requester,
      state,
    } = study;
    const who = handedBackTo === null ? (reader ?? 'nobody yet') : `the site: ${handedBackTo}`;
    const asked = [requester?.name, requester?.phone].filter(Boolean).join(', ');
    const cells = [
      priority.toUpperCase(),
      patient.name,
      `${patient.id} ${patient.birthDate ?? ''}`,
      accessionNumber,
      `${modalities.join('/')} ${description ?? ''}`,
      state,
      local(dueAt),
      who,
      asked,
    ];
    return `<tr>${cells.map((cell) => `<td>${safe(cell)}</td>`).join('')}<td></td></tr>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Offline list of ${safe(facility.name)}</title>
<style>body{font:11px/1.4 sans-serif;margin:16px}table{border-collapse:collapse;width:100%;margin:8px 0 16px}
th,td{border:1px solid #777;padding:3px 5px;text-align:left;vertical-align:top}th{background:#eee}@page{size:A4 landscape;margin:10mm}</style>
</head><body><h1>Offline list: ${safe(facility.name)}</h1>
<p><b>As of ${safe(local(generatedAt))} (${safe(facility.zone)}).</b> Confidential: holds patients' names. Replace it by the next one.</p>
<h2>Whom to call</h2><p>Switchboard: ${safe(facility.phone) || 'none on record'}</p>
<table><tr><th></th><th>Role</th><th>Name</th><th>Phone</th><th></th></tr>${calls.join('')}</table>
<h2>Standby route</h2><p>${safe(facility.standbyRoute) || 'none on record'}</p>
<h2>Open studies (${studies.length}${cut ? ', the most pressing; there are more' : ''})</h2>
<table><tr><th>Priority</th><th>Patient</th><th>Id, born</th><th>Accession</th><th>Examination</th><th>State</th><th>Due</th><th>With</th><th>Asked by</th><th>Read by, time, result told to</th></tr>
${rows.join('\n')}</table>
<p>What is read while offline: write who read it, when, what was found, whom you told and when; it is entered later with these times.</p>
</body></html>
`;
}

const localTime = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
