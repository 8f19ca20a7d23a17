// Mocha's spec report, closed by the line that the whole test run adds up: `N passed, N failed`.
const Mocha = require('mocha');

module.exports = class Summary extends Mocha.reporters.Spec {
  epilogue() {
    super.epilogue();
    console.log(`${this.stats.passes} passed, ${this.stats.failures} failed`);
  }
};
