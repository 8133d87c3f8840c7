using System.Globalization;

namespace Functions.Benchmarks;

/// <summary>What the program is asked to do.</summary>
/// <param name="Names">The scenarios; none for all.</param>
/// <param name="Check">Whether a missed target is an error.</param>
/// <param name="Kills">How often the scenario of kills kills on SQLite; on Azurite a fiftieth of that.</param>
/// <param name="Against">Commits to compare with.</param>
/// <param name="Shop">The namespace of a shop to measure.</param>
/// <param name="Beside">The namespace of one to compare it with.</param>
internal sealed record CommandLine(
    IReadOnlyList<string> Names, bool Check, int Kills, IReadOnlyList<string> Against, string? Shop = null, string? Beside = null)
{
    private const int DefaultKills = 1000;

    /// <exception cref="ArgumentException">An argument is unknown or wrong; the message says how they are.</exception>
    public static CommandLine Parse(string[] args)
    {
        var (names, check, kills, against) = (new List<string>(), false, DefaultKills, new List<string>());
        var (shop, beside) = ((string?)null, (string?)null);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--check":
                    check = true;
                    break;
                case "--kills" when i + 1 < args.Length && int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out kills) && kills > 0:
                case "--against" when i + 1 < args.Length && !args[i + 1].StartsWith('-'):
                    if (args[i++] == "--against")
                    {
                        against.Add(args[i]);
                    }

                    break;
                case "--shop" when i + 1 < args.Length && !args[i + 1].StartsWith('-'):
                    shop = args[++i];
                    break;
                case "--beside" when i + 1 < args.Length && !args[i + 1].StartsWith('-'):
                    beside = args[++i];
                    break;
                case var name when !name.StartsWith('-'):
                    names.Add(name);
                    break;
                case var other:
                    throw new ArgumentException(
                        $"'{other}' is not understood. Usage: [SCENARIO...] [--check] [--kills N] [--against COMMIT] "
                        + "[--shop NAMESPACE [--beside NAMESPACE]]");
            }
        }

        return new CommandLine(names, check, kills, against, shop, beside);
    }

    /// <summary>Those that are wanted.</summary>
    /// <exception cref="ArgumentException">There is none of a name.</exception>
    public IReadOnlyList<Scenario> Choose(IReadOnlyList<Scenario> scenarios)
    {
        var unknown = Names.Except(scenarios.Select(scenario => scenario.Name)).ToList();
        return unknown.Count == 0
            ? [.. scenarios.Where(scenario => Names.Count == 0 ? !scenario.NeedsMore : Names.Contains(scenario.Name))]
            : throw new ArgumentException(
                $"There is no scenario {string.Join(", ", unknown)}; "
                + $"there are {string.Join(", ", scenarios.Select(scenario => scenario.Name))}.");
    }
}
