/** `1950-01-31` for a valid DA value (also the old `1950.01.31`), else null: devices write `***` and `00000000`. */
export function isoDate(da: string | null): string | null {
  const parts = /^(\d{4})[.-]?(\d{2})[.-]?(\d{2})$/.exec(da?.trim() ?? '');
  if (!parts) return null;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  date.setUTCFullYear(year);
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? `${parts[1]}-${parts[2]}-${parts[3]}` : null;
}

/** `18:50:59.5` for a valid TM value (also `1850`, `18:50:59`), else null. A leap second is read as :59. */
export function isoTime(tm: string | null): string | null {
  const parts = /^(\d{2}):?(\d{2})?:?(\d{2})?(?:\.(\d{1,6}))?$/.exec(tm?.trim() ?? '');
  if (!parts) return null;
  const [hour = '00', minute = '00', second = '00', fraction] = parts.slice(1);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  const whole = `${hour}:${minute}:${second === '60' ? '59' : second}`;
  return fraction === undefined ? whole : `${whole}.${fraction}`;
}

/** When images were made: the clock on the wall there, and the instant where an offset from UTC is known. */
export interface AcquisitionTime {
  /** Without zone: `2004-08-26T18:50:59`. The facility's zone turns it into an instant. */
  readonly local: string;
  readonly at: Date | null;
}

/** Puts DA, TM and an offset (`+0100`, from (0008,0201) or a DT value) together; null without a valid date. */
export function acquisitionTime(da: string | null, tm: string | null, offset: string | null): AcquisitionTime | null {
  const [date, time] = [isoDate(da), isoTime(tm)];
  if (date === null || time === null) return null;
  const local = `${date}T${time}`;
  const zone = /^([+-])(\d{2})(\d{2})$/.exec(offset ?? '');
  if (!zone) return { local, at: null };
  const at = new Date(`${local}${zone[1]}${zone[2]}:${zone[3]}`);
  return { local, at: Number.isNaN(at.getTime()) ? null : at };
}

/** A DT value (PS3.5 section 6.2) taken apart for `acquisitionTime`. */
export function splitDateTime(dt: string): { da: string; tm: string; offset: string | null } {
  const [, da = '', tm = '', offset = null] = /^(\d{8})([\d.]*)([+-]\d{4})?$/.exec(dt.trim()) ?? [];
  return { da, tm, offset };
}
