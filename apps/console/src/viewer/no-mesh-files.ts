// The image library can read surface meshes from XML files, with a parser that needs Node's `events`. Nothing here does:
// the build puts this in that parser's place.
const refuse = (): never => {
  throw new Error('surface meshes are not read here');
};
export const create = refuse;
export const convert = refuse;
export const fragment = refuse;
export const builder = refuse;
