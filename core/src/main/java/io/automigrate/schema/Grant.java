package io.automigrate.schema;

/**
 * A privilege that somebody other than the owner has.
 *
 * @param grantee the role, or {@code PUBLIC}; not quoted
 * @param privilege such as {@code SELECT}; with the column in parentheses where it is one
 * on a view's column alone
 * @param grantable whether the grantee may pass it on
 */
public record Grant(String grantee, String privilege, boolean grantable) {

}
