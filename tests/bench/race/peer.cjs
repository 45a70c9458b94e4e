// Runs a peer on the race's files: node peer.cjs PEER FOLDER OUT THREADS
// The peers' packages are looked for where NODE_PATH says.
const fs = require('fs'), path = require('path');
const [peer, folder, out, threads] = process.argv.slice(2);
const sql = name => fs.readFileSync(path.join(__dirname, name), 'utf8')
  .replaceAll('$FOLDER', folder).replaceAll('$OUT', out).replaceAll('$THREADS', threads);

async function duckdb() {
  const { DuckDBInstance } = require('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads });
  await (await instance.connect()).run(sql('duckdb.sql'));
}

// Reads a file and writes it again: FOLDER is the file.
async function duckdb_copy() {
  const { DuckDBInstance } = require('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads });
  await (await instance.connect()).run(`COPY (SELECT * FROM read_csv('${folder}')) TO '${out}' (HEADER)`);
}

function clickhouse() {
  require('chdb').query(sql('clickhouse.sql'), 'CSV');
}

async function polars() {
  process.env.POLARS_MAX_THREADS = threads;
  const pl = require('nodejs-polars'), col = pl.col;
  const rules = [['page_view', 1, 14, 10], ['email_open', 1, 14, 8], ['email_click', 3, 21, 15], ['form_submit', 10, 30, 30],
    ['webinar_attended', 12, 45, 24], ['content_download', 6, 30, 18], ['pricing_page_view', 8, 14, 24], ['demo_request', 25, 60, 50],
    ['call_connected', 10, 30, 30], ['meeting_booked', 20, 60, 40], ['trial_signup', 30, 45, 30], ['unsubscribe', -15, 90, 0]];
  const text = names => Object.fromEntries(names.split(' ').map(name => [name, pl.Utf8]));
  const float = name => col(name).cast(pl.Float64);
  const table = pl.DataFrame({ type: rules.map(r => r[0]), points: rules.map(r => r[1]),
    rate: rules.map(r => -Math.LN2 / r[2] / 86400e6), most: rules.map(r => r[3]) })
    .withColumns(float('points'), float('most')).lazy();
  const engaged = pl.scanCSV(folder + '/touches.csv', { schema: text('touch_id lead_id type at channel campaign content') })
    .filter(col('at').gt(pl.lit('2026-03-05T00:00:00Z')).and(col('at').ltEq(pl.lit('2026-09-01T00:00:00Z'))))
    .select(col('lead_id'), col('type'), col('at').str.strptime(pl.Datetime('ms'), '%Y-%m-%dT%H:%M:%SZ').cast(pl.Int64).alias('time'))
    .join(table, { on: 'type', how: 'inner' })
    .withColumns(col('points').mul(pl.lit(Date.UTC(2026, 8, 1) * 1000).sub(col('time')).cast(pl.Float64).mul(col('rate')).exp()).alias('given'))
    .groupBy(['lead_id', 'type']).agg(col('given').sum(), col('most').first())
    .groupBy('lead_id').agg(pl.minHorizontal([col('given'), col('most')]).sum().alias('sum'));
  const columns = text('lead_id email first_name last_name company title phone country industry employees annual_revenue source ' +
    'campaign created_at status owner website notes');
  columns.employees = columns.annual_revenue = pl.Int64;
  const when = (condition, points) => condition.fillNull(false).cast(pl.Int64).mul(pl.lit(points));
  const between = (name, low, high) => col(name).gtEq(low).and(col(name).ltEq(high));
  const title = word => col('title').str.toLowerCase().str.contains(word, true);
  const fit = [when(col('country').isIn(['United States', 'United Kingdom', 'Canada']), 10),
    when(col('industry').isIn(['Software', 'Finance', 'Healthcare']), 12), when(between('employees', 50, 500), 10),
    when(between('employees', 501, 5000), 15), when(col('annual_revenue').gtEq(10000000), 10), when(title('vp'), 12),
    when(title('director'), 8), when(title('intern'), -20), when(col('source').eq(pl.lit('Referral')), 10),
    when(col('source').isIn(['Webinar', 'Trade Show']), 5), when(col('status').eq(pl.lit('Disqualified')), -30)]
    .reduce((sum, points) => sum.add(points));
  const grades = [[100, 'A'], [70, 'B'], [40, 'C'], [20, 'D']];
  const grade = grades.reverse().reduce((rest, [from, letter]) =>
    pl.when(col('score').gtEq(from)).then(pl.lit(letter)).otherwise(rest), pl.lit('F'));
  await pl.scanCSV(folder + '/leads.csv', { schema: columns }).withRowIndex('number')
    .join(engaged, { on: 'lead_id', how: 'left' }).sort('number')
    .withColumns(fit.clip(0, 100).alias('fit'), col('sum').fillNull(0.0).clip(0, 100).round(6).alias('engagement'))
    .withColumns(col('fit').add(col('engagement')).round(6).alias('score')).withColumns(grade.alias('grade'))
    .drop('number', 'sum').sinkCSV(out, { includeHeader: true }).collect();
}

Promise.resolve({ duckdb, duckdb_copy, clickhouse, polars }[peer]()).catch(problem => { console.error(problem); process.exit(1); });
