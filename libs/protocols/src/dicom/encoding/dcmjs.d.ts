/** The one part of dcmjs in use here: its copy of the data dictionary (PS3.6). The package ships no types. */
declare module 'dcmjs' {
  interface DictionaryEntry {
    tag: string;
    vr: string;
    name: string;
  }
  export const data: {
    DicomMetaDictionary: {
      dictionary: Record<string, DictionaryEntry | undefined>;
      nameMap: Record<string, DictionaryEntry | undefined>;
    };
  };
}
