using System.Text.RegularExpressions;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>Names of images, as the distribution project's reference grammar has them: [host[:port]/]path[:tag][@digest].</summary>
internal static partial class ImageNames
{
    public static bool IsValid(string? image) => Reference().IsMatch(image ?? "");

    [GeneratedRegex(
        @"\A(?:(?:[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*|\[[0-9a-fA-F:]+\])(?::[0-9]+)?/)?"
        + @"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*"
        + @"(?::\w[\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?\z")]
    private static partial Regex Reference();
}
