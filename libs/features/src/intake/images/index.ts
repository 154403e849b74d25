import type { Provider } from '@nestjs/common';
import { FolderImageStore } from './folder-image-store.js';
import { ImageIntake } from './image-intake.js';
import { ImageStore } from './image-store.js';
import { LateImages } from './late-images.js';
import { Refusals } from './refusals.js';
import { SettleImages } from './settle-images.job.js';
import { StoreHealth } from './store-health.js';
import { StudyOfImage } from './study-of-image.js';

export { ImageIntake } from './image-intake.js';
export { ImageStore } from './image-store.js';
export { Reception, type ReceptionEnd } from './reception.js';
export { Refusals } from './refusals.js';
export { SettleImages } from './settle-images.job.js';

/** For the intake module. */
export const IMAGE_PROVIDERS: Provider[] = [
  { provide: ImageStore, useClass: FolderImageStore },
  ImageIntake,
  LateImages,
  Refusals,
  SettleImages,
  StoreHealth,
  StudyOfImage,
];
