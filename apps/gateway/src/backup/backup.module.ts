import { Module } from '@nestjs/common';

import { BackupServer } from './backup-server.js';

/** Sends backups of the running gateway. */
@Module({ providers: [BackupServer], exports: [BackupServer] })
export class BackupModule {}
