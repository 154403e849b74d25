import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config, HealthParts, type PartState } from '@overread/platform';
import { ImageStore } from './image-store.js';

const GIB = 1024 ** 3;

/** Tells `/health/ready` whether images can be taken. Everything else goes on when they cannot. */
@Injectable()
export class StoreHealth implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly parts: HealthParts,
    private readonly store: ImageStore,
  ) {}

  onModuleInit(): void {
    const { roles } = this.config;
    if (roles.has('api') || roles.has('doors')) this.parts.register('images', () => this.look());
  }

  private async look(): Promise<PartState> {
    try {
      const { freeBytes, reservedBytes } = await this.store.room();
      if (freeBytes > reservedBytes) return { facts: { status: 'ok', freeBytes }, problem: null };
      return { facts: { status: 'full', freeBytes }, problem: problem('images/full', full(freeBytes, reservedBytes)) };
    } catch (error) {
      const { code = 'unknown' } = error as NodeJS.ErrnoException;
      return { facts: { status: 'failing' }, problem: problem('images/failing', failing(code)) };
    }
  }
}

const problem = (code: string, text: string) => ({ code, severity: 'degraded', text }) as const;

const full = (free: number, reserved: number): string =>
  `The image store has ${(free / GIB).toFixed(2)} GiB left and keeps ${(reserved / GIB).toFixed(2)} GiB back: senders of ` +
  `images are told to come again. Make room on the disk of VAR_DIR.`;

const failing = (code: string): string =>
  `The image store cannot be used (${code}): senders of images are told to come again. Look at the disk of VAR_DIR.`;
