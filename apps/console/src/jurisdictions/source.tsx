import { Anchor, Text } from '@mantine/core';
import type { JurisdictionRuleBody } from '@overread/wire';

/** Where it is written, to be read there where it has an address. */
export const Source = ({ of: { source, sourceUrl } }: { of: Pick<JurisdictionRuleBody, 'source' | 'sourceUrl'> }) =>
  sourceUrl === null ? (
    <Text span inherit>
      {source}
    </Text>
  ) : (
    <Anchor href={sourceUrl} target="_blank" rel="noreferrer noopener" inherit underline="always">
      {source}
    </Anchor>
  );
