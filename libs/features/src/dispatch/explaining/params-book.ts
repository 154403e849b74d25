import { canonicalJson, DomainError, type DispatchParams, type JsonObject } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import type { Tx } from '@overread/platform';
import { createHash } from 'node:crypto';
import { DispatchParamsEntity } from './dispatch-params.entity.js';

/** SHA-256 of what a value says, whatever the order of its keys. */
export const hashOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');

/** Enough of the hash to tell versions apart, and to be said. */
const VERSION_DIGITS = 16;
const versionOf = (params: DispatchParams): string => hashOf(params).slice(0, VERSION_DIGITS);

/** The parameters that decisions were made with, each version kept once. */
@Injectable()
export class ParamsBook {
  private readonly versions = new WeakMap<DispatchParams, string>();
  private readonly kept = new Set<string>();

  /** The version of these parameters, kept together with the decision that names it. */
  async version(tx: Tx, params: DispatchParams): Promise<string> {
    const version = this.versions.get(params) ?? versionOf(params);
    this.versions.set(params, version);
    if (this.kept.has(version)) return version;
    const [known] = await tx.read('select from dispatch_params where version = $1', [version]);
    // Only what is committed is remembered as kept: this transaction may yet come to nothing.
    if (known) this.kept.add(version);
    else {
      const row = { version, params: params as unknown as JsonObject, firstUsedAt: await tx.now() };
      await tx.put(DispatchParamsEntity, row);
    }
    return version;
  }

  /** What a version said; `decision/params-changed` when it no longer says what its name is the hash of. */
  async read(tx: Tx, version: string): Promise<DispatchParams> {
    const [row] = await tx.read<{ params: DispatchParams }>('select params from dispatch_params where version = $1', [
      version,
    ]);
    if (!row) throw new DomainError('not-found', 'decision/params-unknown', `No parameters of version ${version}`);
    if (versionOf(row.params) !== version) {
      throw new DomainError('conflict', 'decision/params-changed', `Parameters ${version} were changed afterwards`);
    }
    return row.params;
  }
}
