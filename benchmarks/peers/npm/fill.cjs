// Fills the workbooks of a job with one library of npm: node fill.cjs LIBRARY JOB.json TEMPLATE.xlsx FOLDER
// Prints seconds, processor seconds (user, sys) and peak memory of the loop alone; the job is in memory before.
"use strict";
const fs = require("fs");
const path = require("path");

const plain = (cell) => (cell.f === undefined ? cell.v : cell.c);

// xlsx-template wants marks in shared strings, so exceljs saves the template with them, before the clock starts.
async function withMarks(template, records) {
  const ExcelJS = require("exceljs");
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(template);
  for (const cell of records.flat()) book.worksheets[0].getCell(cell.a).value = `\${${cell.a}}`;
  return Buffer.from(await book.xlsx.writeBuffer());
}

const fillers = {
  async exceljs(template) {
    const ExcelJS = require("exceljs");
    return async (cells, file) => {
      const book = new ExcelJS.Workbook();
      await book.xlsx.load(template);
      const sheet = book.worksheets[0];
      for (const cell of cells) {
        sheet.getCell(cell.a).value = cell.f === undefined ? cell.v : { formula: cell.f, result: cell.c };
      }
      await book.xlsx.writeFile(file);
    };
  },
  async xlsx(template) {
    const XLSX = require("xlsx");
    return async (cells, file) => {
      const book = XLSX.read(template, { type: "buffer" });
      const sheet = book.Sheets[book.SheetNames[0]];
      for (const cell of cells) {
        const value = plain(cell);
        if (value === null) delete sheet[cell.a];
        else sheet[cell.a] = { t: typeof value === "number" ? "n" : "s", v: value, ...(cell.f && { f: cell.f }) };
      }
      XLSX.writeFile(book, file, { compression: true });
    };
  },
  async "xlsx-template"(template, records) {
    const Template = require("xlsx-template");
    const marked = await withMarks(template, records);
    return async (cells, file) => {
      const book = new Template(marked);
      const values = {};
      for (const cell of cells) values[cell.a] = plain(cell) === null ? "" : plain(cell);
      book.substitute(1, values);
      fs.writeFileSync(file, await book.generate({ type: "nodebuffer", compression: "DEFLATE" }));
    };
  },
};

async function main([library, job, template, folder]) {
  const records = JSON.parse(fs.readFileSync(job, "utf8"));
  const fill = await fillers[library](fs.readFileSync(template), records);
  await fill(records[0], path.join(folder, "warm.xlsx"));
  const start = process.hrtime.bigint();
  const used = process.cpuUsage();
  for (let number = 0; number < records.length; number++) {
    await fill(records[number], path.join(folder, `${number}.xlsx`));
  }
  const cpu = process.cpuUsage(used);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const peak_mb = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ seconds, user: cpu.user / 1e6, sys: cpu.system / 1e6, peak_mb }));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(String(error && error.message ? error.message : error));
  process.exit(1);
});
