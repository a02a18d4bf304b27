"""hashlease configuration: the configuration of a result, and that a run of it is the same study."""

import json

from support.program import CommandTest, main, smoke


class Configuration(CommandTest):
    def setUp(self):
        super().setUp()
        self.first = self.run_study("a.h5", smoke(), "--paths", 64, "--set", "market.btc.annual_volatility=0.77")

    def study(self, file):
        return json.loads(self.succeed("status", file, "--json").out)["study"]

    def test_run_of_it_is_the_same_study(self):
        text = self.succeed("configuration", "a.h5").out
        self.assertIn("annual_volatility = 0.77\n", text)
        outcome = self.succeed("configuration", "a.h5", "-o", "b.toml")
        self.assertEqual((outcome.out, outcome.err), ("", "b.toml written\n"))
        self.assertEqual((self.folder / "b.toml").read_text(), text)
        again = self.run_study("b.h5", "b.toml")
        self.assertEqual(again["state_hash"], self.first["state_hash"])
        self.assertEqual(self.study("b.h5"), self.study("a.h5"))
        other = self.run_study("c.h5", "b.toml", "--set", "market.btc.annual_volatility=0.78")
        self.assertNotEqual(other["state_hash"], self.first["state_hash"])
        self.assertNotEqual(self.study("c.h5"), self.study("a.h5"))

    def test_refusals(self):
        (self.folder / "mine.toml").write_text("mine")
        self.refuse(["mine.toml: already exists; use --force"], "configuration", "a.h5", "-o", "mine.toml")
        self.refuse(["a.h5: is both input and output"], "configuration", "a.h5", "-o", "./a.h5", "--force")
        self.refuse(["absent.h5: there is no such file"], "configuration", "absent.h5")
        self.refuse(["mine.toml", "give a result file"], "configuration", "mine.toml")
        self.succeed("configuration", "a.h5", "-o", "mine.toml", "--force")
        whole = (self.folder / "a.h5").read_bytes()
        at = whole.index(b"annual_volatility = 0.77")
        (self.folder / "b.h5").write_bytes(whole[:at] + b"x" + whole[at + 1:])
        self.refuse(["b.h5", "damaged"], "configuration", "b.h5")


if __name__ == "__main__":
    main()
