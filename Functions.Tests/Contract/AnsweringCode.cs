using System.Collections.Immutable;
using Functions.Tests.Architecture;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Functions.Tests.Contract;

/// <summary>
/// The app's sources, and the answers that a method can give: those that it makes itself, and those of every method of the app that it
/// names. Whether one can really come to pass, it does not know.
/// </summary>
internal sealed class AnsweringCode
{
    private const string Answers = "Functions.Api";

    private readonly CSharpCompilation _app;
    private readonly Dictionary<ISymbol, IReadOnlySet<GivenAnswer>> _known = new(SymbolEqualityComparer.Default);

    private AnsweringCode(CSharpCompilation app) => _app = app;

    /// <summary>Reads the sources of the app.</summary>
    public static AnsweringCode Read()
    {
        var root = Path.Combine(Repository.Root, "Functions");
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);
        var sources = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj"))
            .Select(File.ReadAllText)
            // What the project uses without saying so.
            .Append(string.Concat(new[] { "", ".Collections.Generic", ".IO", ".Linq", ".Net.Http", ".Threading", ".Threading.Tasks" }
                .Select(usual => $"global using System{usual};")));
        var others = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file) != "Functions.dll");
        return new(CSharpCompilation.Create(
            "Functions", sources.Select(source => CSharpSyntaxTree.ParseText(source, options)),
            others.Select(file => MetadataReference.CreateFromFile(file)), new(OutputKind.DynamicallyLinkedLibrary)));
    }

    /// <summary>The answers that a method can give.</summary>
    /// <param name="type">Its type's full name.</param>
    /// <param name="method">Its name, which no other method of the type has.</param>
    public IReadOnlySet<GivenAnswer> Of(string type, string method) =>
        Of(_app.GetTypeByMetadataName(type)!.GetMembers(method).OfType<IMethodSymbol>().Single());

    private IReadOnlySet<GivenAnswer> Of(ISymbol method)
    {
        if (_known.TryGetValue(method, out var known))
        {
            return known;
        }

        var answers = new HashSet<GivenAnswer>();
        // Before its body is read, in case it names itself.
        _known[method] = answers;
        foreach (var declaration in method.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()))
        {
            var model = _app.GetSemanticModel(declaration.SyntaxTree);
            foreach (var name in declaration.DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (SymbolOf(model, name) is IMethodSymbol named && IsOfTheApi(named))
                {
                    answers.UnionWith(Of(named.OriginalDefinition));
                }
            }

            foreach (var call in declaration.DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                answers.UnionWith(model.GetOperation(call) is IInvocationOperation operation ? MadeBy(operation) : []);
            }
        }

        return answers;
    }

    private static ISymbol? SymbolOf(SemanticModel model, SimpleNameSyntax name)
    {
        var info = model.GetSymbolInfo(name);
        return info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
    }

    private static bool IsOfTheApi(IMethodSymbol method) => method.DeclaringSyntaxReferences.Length > 0
        && $"{method.ContainingNamespace}." is var room && room.StartsWith($"{Answers}.", StringComparison.Ordinal);

    // Where status and title are handed on, whoever named them is found by himself.
    private static IEnumerable<GivenAnswer> MadeBy(IInvocationOperation call)
    {
        var arguments = call.Arguments.ToDictionary(argument => argument.Parameter!.Name, argument => argument.Value);
        var isResult = call.TargetMethod.ContainingType.Name is "Results" or "ApiResults";
        if (isResult && call.TargetMethod.Name == "File")
        {
            return [new(200, null), new(304, null), new(412, null)];
        }

        var status = arguments.GetValueOrDefault("status") ?? arguments.GetValueOrDefault("statusCode");
        var title = arguments.GetValueOrDefault("title");
        var titles = title is null ? [null] : Constants<string>(title);
        return call.TargetMethod.Name switch
        {
            "ValidationProblem" => titles.Select(said => new GivenAnswer(400, said)),
            _ when status is null || (title is null && !isResult) => [],
            _ => Constants<int>(status).SelectMany(number => titles.Select(said => new GivenAnswer(number, said))),
        };
    }

    // All that an expression may come to, as by a conditional.
    private static ImmutableArray<T?> Constants<T>(IOperation value) =>
        value.ConstantValue is { HasValue: true, Value: T constant } ? [constant]
            : value is IConditionalOperation choice ? [.. Constants<T>(choice.WhenTrue), .. Constants<T>(choice.WhenFalse!)]
            : value is IConversionOperation conversion ? Constants<T>(conversion.Operand)
            : [];
}

/// <summary>A status, and the title of a problem; null for none.</summary>
internal sealed record GivenAnswer(int Status, string? Title)
{
    public override string ToString() => $"{Status} {Title}".TrimEnd();
}
