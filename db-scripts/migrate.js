// Applies the numbered migrations with mongosh, as the hub does at its start. See README.md beside this file.
'use strict';

const fs = require('fs');
const path = require('path');
const crypto = require('crypto');

const DUPLICATE_KEY = 11000;
const TENANT_CODE = /^[a-z0-9][a-z0-9_]{0,31}$/;

const platformDatabase = process.env.RIS_DATABASE_MONGODB_DATABASE || 'ris';

function migrate(kind, databaseName) {
  const target = db.getSiblingDB(databaseName);
  let applied = 0;
  for (let number = 1; ; number++) {
    const name = `${String(number).padStart(4, '0')}.json`;
    const file = path.join(__dirname, kind, name);
    if (!fs.existsSync(file)) {
      break;
    }
    applied += apply(target, name, fs.readFileSync(file)) ? 1 : 0;
  }
  print(`${databaseName}: ${applied === 0 ? 'up to date' : `${applied} applied`}`);
}

function apply(target, name, script) {
  const migrations = target.getCollection('migrations');
  const hash = crypto.createHash('sha256').update(script).digest('hex');
  const before = migrations.findOne({ _id: name });
  if (before !== null) {
    if (before.hash !== hash) {
      throw new Error(
        `migration ${name} of ${target.getName()} was changed after it had been applied; write a new one instead`,
      );
    }
    return false;
  }
  EJSON.parse(script.toString('utf8'), { relaxed: false }).commands.forEach((command) => target.runCommand(command));
  record(migrations, { _id: name, hash, applied_at: new Date() });
  print(`${target.getName()}: ${name}`);
  return true;
}

function record(migrations, migration) {
  try {
    migrations.insertOne(migration, { writeConcern: { w: 'majority' } });
  } catch (error) {
    // A hub that started meanwhile was as quick: the commands may run twice, so both are right.
    if (error.code !== DUPLICATE_KEY) {
      throw error;
    }
  }
}

function migrateTenant(code) {
  if (!TENANT_CODE.test(code)) {
    throw new Error(`'${code}' is not a tenant's code`);
  }
  migrate('tenant', `${platformDatabase}_${code}`);
}

function migrateAll() {
  migrate('platform', platformDatabase);
  const tenants = db.getSiblingDB(platformDatabase).getCollection('tenants');
  // One with a server of its own is brought up to date by the hub, which has its credentials.
  const here = { status: { $ne: 'deleted' }, database_info: null };
  tenants.find(here, { code: 1 }).sort({ code: 1 }).forEach((tenant) => migrateTenant(tenant.code));
}

const only = process.env.MIGRATE || 'all';
if (only === 'all') {
  migrateAll();
} else if (only === 'platform') {
  migrate('platform', platformDatabase);
} else if (only.startsWith('tenant:')) {
  migrateTenant(only.slice('tenant:'.length));
} else {
  throw new Error(`MIGRATE is platform, tenant:CODE or all, not '${only}'`);
}
